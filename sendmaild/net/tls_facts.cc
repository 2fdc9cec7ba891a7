// Reads the facts of a finished handshake out of OpenSSL. Text from certificates is the peer's: characters that could
// act in an address or a header are written as +XX (Operations Guide, ${cert_subject}).
#include "sendmaild/net/tls_facts.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string_view>

#include "sendmaild/net/tls_session.h"

namespace sm::net {
namespace {

constexpr size_t kNameLimit = 1024;

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::string encoded(std::string_view text) {
  std::string result;
  for (char c : text.substr(0, kNameLimit)) {
    auto byte = static_cast<unsigned char>(c);
    bool special = byte <= ' ' || byte >= 127 || std::string_view("<>()\"+").find(c) != std::string_view::npos;
    if (!special) {
      result += c;
      continue;
    }
    char hex[4];
    std::snprintf(hex, sizeof hex, "+%02X", byte);
    result += hex;
  }
  return result;
}

std::string distinguished_name(X509_NAME* name) {
  std::array<char, kNameLimit> text{};
  if (name == nullptr || X509_NAME_oneline(name, text.data(), static_cast<int>(text.size())) == nullptr) return {};
  return encoded(text.data());
}

std::string common_name(X509_NAME* name) {
  std::array<char, 256> text{};
  int length = name == nullptr ? -1 : X509_NAME_get_text_by_NID(name, NID_commonName, text.data(), text.size());
  if (length <= 0) return {};
  // A NUL inside would make "good.example\0.bad.example" look like another name.
  std::string_view found(text.data(), static_cast<size_t>(length));
  return found.find('\0') == std::string_view::npos ? encoded(found) : "BadCertificateContainsNUL";
}

std::string fingerprint(X509* certificate, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (X509_digest(certificate, algorithm, digest.data(), &length) != 1) return {};
  std::string result;
  for (unsigned i = 0; i < length; ++i) {
    char hex[4];
    std::snprintf(hex, sizeof hex, i == 0 ? "%02X" : ":%02X", digest[i]);
    result += hex;
  }
  return result;
}

}  // namespace

TlsFacts TlsSession::facts() const {
  TlsFacts facts;
  facts.version = SSL_get_version(ssl_.get());
  if (const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl_.get()); cipher != nullptr) {
    facts.cipher = SSL_CIPHER_get_name(cipher);
    facts.cipher_bits = SSL_CIPHER_get_bits(cipher, &facts.algorithm_bits);
  }
  std::unique_ptr<X509, FreeCertificate> certificate(SSL_get1_peer_certificate(ssl_.get()));
  long verdict = SSL_get_verify_result(ssl_.get());
  bool dane = !context_->dane_records().empty();
  if (!certificate && !dane) {
    facts.verify = context_->requests_client_cert() ? "NO" : "NOT";
    return facts;
  }
  if (dane) {
    bool matched = verdict == X509_V_OK && SSL_get0_dane_authority(ssl_.get(), nullptr, nullptr) >= 0;
    facts.verify = matched ? "TRUSTED" : "DANE_FAIL";
  } else {
    facts.verify = verdict == X509_V_OK ? "OK" : "FAIL";
  }
  if (!certificate) return facts;
  facts.verify_message = X509_verify_cert_error_string(verdict);
  facts.cert_subject = distinguished_name(X509_get_subject_name(certificate.get()));
  facts.cert_issuer = distinguished_name(X509_get_issuer_name(certificate.get()));
  facts.cn_subject = common_name(X509_get_subject_name(certificate.get()));
  facts.cn_issuer = common_name(X509_get_issuer_name(certificate.get()));
  facts.cert_fingerprint = fingerprint(certificate.get(), context_->fingerprint_digest());
  return facts;
}

}  // namespace sm::net
