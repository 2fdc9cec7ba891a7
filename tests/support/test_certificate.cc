// See the header.
#include "tests/support/test_certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "lib/base/check.h"

namespace sm::test {
namespace {

X509* read_certificate(const std::string& file) {
  FILE* in = std::fopen(file.c_str(), "r");
  SM_CHECK(in != nullptr);
  X509* certificate = PEM_read_X509(in, nullptr, nullptr, nullptr);
  std::fclose(in);
  SM_CHECK(certificate != nullptr);
  return certificate;
}

}  // namespace

TestCertificate::TestCertificate(const std::string& common_name) {
  std::string pattern = (std::filesystem::temp_directory_path() / "certificate-XXXXXX").string();
  SM_CHECK(mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  SM_CHECK(key != nullptr && certificate != nullptr);
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common_name.c_str()), -1,
                             -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_set_pubkey(certificate, key);
  SM_CHECK(X509_sign(certificate, key, EVP_sha256()) > 0);
  FILE* out = std::fopen(cert_file().c_str(), "w");
  SM_CHECK(out != nullptr && PEM_write_X509(out, certificate) == 1);
  std::fclose(out);
  out = std::fopen(key_file().c_str(), "w");
  SM_CHECK(out != nullptr && PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  std::fclose(out);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

std::string TestCertificate::key_digest() const {
  X509* certificate = read_certificate(cert_file());
  unsigned char* bytes = nullptr;
  int length = i2d_PUBKEY(X509_get0_pubkey(certificate), &bytes);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  SM_CHECK(length > 0 && EVP_Digest(bytes, static_cast<size_t>(length), digest, &size, EVP_sha256(), nullptr) == 1);
  OPENSSL_free(bytes);
  X509_free(certificate);
  return std::string(reinterpret_cast<char*>(digest), size);
}

std::string TestCertificate::crl_folder(Revoked revoked) const {
  std::string folder = folder_ + (revoked == Revoked::itself ? "/revoked" : "/clean");
  std::filesystem::create_directory(folder);
  X509* certificate = read_certificate(cert_file());
  FILE* in = std::fopen(key_file().c_str(), "r");
  SM_CHECK(in != nullptr);
  EVP_PKEY* key = PEM_read_PrivateKey(in, nullptr, nullptr, nullptr);
  std::fclose(in);
  SM_CHECK(key != nullptr);
  X509_CRL* crl = X509_CRL_new();
  X509_CRL_set_version(crl, X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(crl, X509_get_subject_name(certificate));
  ASN1_TIME* time = X509_gmtime_adj(nullptr, -3600);
  X509_CRL_set1_lastUpdate(crl, time);
  if (revoked == Revoked::itself) {
    X509_REVOKED* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate));
    X509_REVOKED_set_revocationDate(entry, time);
    SM_CHECK(X509_CRL_add0_revoked(crl, entry) == 1);
  }
  X509_CRL_set1_nextUpdate(crl, X509_gmtime_adj(time, 3600));
  SM_CHECK(X509_CRL_sign(crl, key, EVP_sha256()) > 0);
  char name[32];
  std::snprintf(name, sizeof name, "/%08lx.r0", X509_NAME_hash(X509_get_subject_name(certificate)));
  FILE* out = std::fopen((folder + name).c_str(), "w");
  SM_CHECK(out != nullptr && PEM_write_X509_CRL(out, crl) == 1);
  std::fclose(out);
  ASN1_TIME_free(time);
  X509_CRL_free(crl);
  EVP_PKEY_free(key);
  X509_free(certificate);
  return folder;
}

TestCertificate::~TestCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace sm::test
