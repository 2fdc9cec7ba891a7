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

TestCertificate::~TestCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace sm::test
