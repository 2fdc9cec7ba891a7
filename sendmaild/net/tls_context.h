// TlsContext: keys, certificates and rules for TLS sessions of one role, immutable once built; shared by all sessions.
// Answers to: ServerCertFile, ServerKeyFile, ClientCertFile, ClientKeyFile, CACertFile, CACertPath, CRLFile, CRLPath,
// DHParameters, CipherList, CipherSuites, ServerSSLOptions, ClientSSLOptions, TLSSrvOptions, CertFingerprintAlgorithm.
// Security: the key file is read once, when the context is built; who may read it is checked by the caller.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"

struct ssl_ctx_st;
struct evp_md_st;

namespace sm::net {

enum class TlsRole { server, client };

struct TlsSettings {
  TlsRole role = TlsRole::server;
  std::string cert_file;        // server: required. "RSA,EC" style pairs are split by the caller
  std::string key_file;
  std::string ca_file;          // certificates trusted as issuers
  std::string ca_path;          // hashed folder of these
  std::string crl_file;         // revoked certificates; one whose list is missing passes
  std::string crl_path;         // hashed folder of these
  std::string dh_parameters;    // "none", "auto", "1", "2", "5", "i", a file, or empty for the role's default
  std::string cipher_list;      // TLS 1.2 and older; empty: OpenSSL's default
  std::string cipher_suites;    // TLS 1.3
  uint64_t set_options = 0;     // SSL_OP_* bits on top of sendmail's default for the role
  uint64_t clear_options = 0;
  bool request_client_cert = true;    // server: TLSSrvOptions without V
  std::string fingerprint_algorithm;  // of the peer's certificate, as OpenSSL names it; empty: MD5
};

// What a server's certificate must match, from the domain name system (RFC 6698): 3 for the certificate itself, 2 for an
// issuer; 0 the whole, 1 its key; 0 as it is, 1 SHA-256, 2 SHA-512.
struct TlsaRecord {
  uint8_t usage = 0, selector = 0, matching = 0;
  std::string data;
};

class TlsContext {
 public:
  // Error: what could not be loaded, with OpenSSL's reason; for the log, never for the peer.
  static Result<std::shared_ptr<const TlsContext>> create(const TlsSettings& settings);

  // The same for a server whose certificate must match one of these records, instead of having a trusted issuer; the name
  // is the one that the records belong to, and the one in a certificate that an issuer vouches for (RFC 7672).
  std::shared_ptr<const TlsContext> for_server(std::string name, std::vector<TlsaRecord> records) const;
  const std::string& dane_name() const { return dane_name_; }
  const std::vector<TlsaRecord>& dane_records() const { return dane_records_; }

  // Whether OpenSSL can make fingerprints of this kind; empty names the default.
  static bool knows_digest(const std::string& algorithm);

  TlsRole role() const { return role_; }
  bool requests_client_cert() const { return request_client_cert_; }
  const evp_md_st* fingerprint_digest() const { return digest_; }
  ssl_ctx_st* native() const { return context_.get(); }

 private:
  TlsContext(const TlsContext&) = default;
  TlsContext(TlsRole role, bool request, const evp_md_st* digest, std::shared_ptr<ssl_ctx_st> context)
      : role_(role), request_client_cert_(request), digest_(digest), context_(std::move(context)) {}

  TlsRole role_;
  bool request_client_cert_;
  const evp_md_st* digest_;  // OpenSSL's own
  std::shared_ptr<ssl_ctx_st> context_;
  std::string dane_name_;
  std::vector<TlsaRecord> dane_records_;
};

}  // namespace sm::net
