// See the header.
#include "sendmaild/net/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cstdio>

#include "lib/base/ascii.h"

namespace sm::net {
namespace {

Error tls_error(const std::string& what) {
  unsigned long code = ERR_peek_last_error();
  const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  ERR_clear_error();
  return Error{reason != nullptr ? what + ": " + reason : what, ExitStatus::config};
}

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

Result<void> load_keys(SSL_CTX* context, const TlsSettings& settings) {
  if (settings.cert_file.empty()) {
    if (settings.role == TlsRole::server) return Error{"no server certificate is configured", ExitStatus::config};
    return {};
  }
  if (SSL_CTX_use_certificate_chain_file(context, settings.cert_file.c_str()) != 1)
    return tls_error("certificate " + settings.cert_file);
  const std::string& key = settings.key_file.empty() ? settings.cert_file : settings.key_file;
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) return tls_error("private key " + key);
  if (SSL_CTX_check_private_key(context) != 1) return tls_error("key and certificate of " + settings.cert_file);
  return {};
}

Result<void> load_issuers(SSL_CTX* context, const TlsSettings& settings) {
  const char* file = settings.ca_file.empty() ? nullptr : settings.ca_file.c_str();
  const char* path = settings.ca_path.empty() ? nullptr : settings.ca_path.c_str();
  if (file == nullptr && path == nullptr) return {};
  if (SSL_CTX_load_verify_locations(context, file, path) != 1)
    return tls_error("CA certificates " + (settings.ca_file.empty() ? settings.ca_path : settings.ca_file));
  if (settings.role == TlsRole::server && file != nullptr)
    SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(file));
  if (settings.crl_file.empty()) return {};
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
  if (lookup == nullptr || X509_load_crl_file(lookup, settings.crl_file.c_str(), X509_FILETYPE_PEM) < 1)
    return tls_error("CRL " + settings.crl_file);
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  return {};
}

// DHParameters: "none" switches off, a path names a file, everything else means OpenSSL's choice for the key.
Result<void> set_dh(SSL_CTX* context, const std::string& parameters) {
  if (ascii::starts_with_ignoring_case(parameters, "none")) return {};
  if (parameters.empty() || parameters.front() != '/') {
    SSL_CTX_set_dh_auto(context, 1);
    return {};
  }
  std::unique_ptr<BIO, FreeBio> bio(BIO_new_file(parameters.c_str(), "r"));
  EVP_PKEY* key = bio ? PEM_read_bio_Parameters(bio.get(), nullptr) : nullptr;
  if (key == nullptr || SSL_CTX_set0_tmp_dh_pkey(context, key) != 1) {
    EVP_PKEY_free(key);
    return tls_error("DH parameters " + parameters);
  }
  return {};
}

Result<void> set_ciphers(SSL_CTX* context, const TlsSettings& settings) {
  if (!settings.cipher_list.empty() && SSL_CTX_set_cipher_list(context, settings.cipher_list.c_str()) != 1)
    return tls_error("CipherList " + settings.cipher_list);
  if (!settings.cipher_suites.empty() && SSL_CTX_set_ciphersuites(context, settings.cipher_suites.c_str()) != 1)
    return tls_error("CipherSuites " + settings.cipher_suites);
  return {};
}

// A certificate that does not verify is a fact for the tls_* rulesets, not the end of the handshake.
int accept_any(int, X509_STORE_CTX*) { return 1; }

}  // namespace

void TlsContext::Deleter::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const TlsSettings& settings) {
  bool server = settings.role == TlsRole::server;
  Handle context(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  if (!context) return tls_error("TLS");
  SSL_CTX* raw = context.get();
  SSL_CTX_set_options(raw, settings.ssl_options ? *settings.ssl_options : static_cast<uint64_t>(SSL_OP_ALL));
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  if (server) SSL_CTX_set_num_tickets(raw, 0);
  if (auto keys = load_keys(raw, settings); !keys) return std::move(keys).error();
  if (auto issuers = load_issuers(raw, settings); !issuers) return std::move(issuers).error();
  if (auto dh = set_dh(raw, settings.dh_parameters); server && !dh) return std::move(dh).error();
  if (auto ciphers = set_ciphers(raw, settings); !ciphers) return std::move(ciphers).error();
  // Without issuers nothing could be verified, so a server does not ask.
  bool request = server && settings.request_client_cert && !(settings.ca_file.empty() && settings.ca_path.empty());
  if (request || !server) SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, accept_any);
  return std::shared_ptr<const TlsContext>(new TlsContext(settings.role, request, std::move(context)));
}

}  // namespace sm::net
