// TlsContext: keys, certificates and rules for TLS sessions of one role, immutable once built; shared by all sessions.
// Answers to: ServerCertFile, ServerKeyFile, ClientCertFile, ClientKeyFile, CACertFile, CACertPath, CRLFile,
// DHParameters, CipherList, CipherSuites, ServerSSLOptions, ClientSSLOptions, TLSSrvOptions.
// Security: the key file is read once, when the context is built; who may read it is checked by the caller.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "lib/base/result.h"

struct ssl_ctx_st;

namespace sm::net {

enum class TlsRole { server, client };

struct TlsSettings {
  TlsRole role = TlsRole::server;
  std::string cert_file;        // server: required. "RSA,EC" style pairs are split by the caller
  std::string key_file;
  std::string ca_file;          // certificates trusted as issuers
  std::string ca_path;          // hashed folder of these
  std::string crl_file;
  std::string dh_parameters;    // "none", "auto", "1", "2", "5", "i", a file, or empty for the role's default
  std::string cipher_list;      // TLS 1.2 and older; empty: OpenSSL's default
  std::string cipher_suites;    // TLS 1.3
  std::optional<uint64_t> ssl_options;  // SSL_OP_* bits; nothing: sendmail's default for the role
  bool request_client_cert = true;      // server: TLSSrvOptions without V
};

class TlsContext {
 public:
  // Error: what could not be loaded, with OpenSSL's reason; for the log, never for the peer.
  static Result<std::shared_ptr<const TlsContext>> create(const TlsSettings& settings);

  TlsRole role() const { return role_; }
  bool requests_client_cert() const { return request_client_cert_; }
  ssl_ctx_st* native() const { return context_.get(); }

  struct Deleter {
    void operator()(ssl_ctx_st* context) const;
  };
  using Handle = std::unique_ptr<ssl_ctx_st, Deleter>;

 private:
  TlsContext(TlsRole role, bool request, Handle context)
      : role_(role), request_client_cert_(request), context_(std::move(context)) {}

  TlsRole role_;
  bool request_client_cert_;
  Handle context_;
};

}  // namespace sm::net
