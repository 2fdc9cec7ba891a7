// What is known of a TLS session: the values of ${tls_version}, ${cipher}, ${cipher_bits}, ${alg_bits}, ${verify},
// ${cert_subject}, ${cert_issuer}, ${cn_subject}, ${cn_issuer} and ${cert_fp} (or ${cert_md5}), as text.
#pragma once

#include <stdexcept>
#include <string>

namespace sm::net {

struct TlsFacts {
  std::string version;       // "TLSv1.3"
  std::string cipher;        // "TLS_AES_256_GCM_SHA384"
  int cipher_bits = 0;       // secret bits in use
  int algorithm_bits = 0;
  // OK: the peer's certificate verified; NO: asked for, none came; NOT: not asked for; FAIL: came, did not verify.
  // On a client: OK, FAIL, NO (the server has none); with TLSA records TRUSTED or DANE_FAIL.
  std::string verify = "NOT";
  std::string verify_message;  // OpenSSL's reason, "ok" when it verified
  std::string cert_subject, cert_issuer;  // distinguished names with special characters as +XX
  std::string cn_subject, cn_issuer;
  std::string cert_fingerprint;  // empty without a certificate
};

// A handshake that failed: the fields of sendmail's "STARTTLS=server, error: accept failed=…" log line.
class TlsFailed : public std::runtime_error {
 public:
  TlsFailed(const std::string& why, int ssl_error_code, int error_number)
      : std::runtime_error(why), ssl_error(ssl_error_code), error(error_number) {}
  int ssl_error;
  int error;
};

}  // namespace sm::net
