// See the header.
#include "sendmaild/net/tls_context.h"

#include <openssl/err.h>
#include <openssl/evp.h>
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

Result<void> load_revoked(X509_STORE* store, const TlsSettings& settings) {
  if (settings.crl_file.empty() && settings.crl_path.empty()) return {};
  X509_LOOKUP* file = X509_STORE_add_lookup(store, X509_LOOKUP_file());
  if (file == nullptr ||
      (!settings.crl_file.empty() && X509_load_crl_file(file, settings.crl_file.c_str(), X509_FILETYPE_PEM) < 1))
    return tls_error("CRL " + settings.crl_file);
  X509_LOOKUP* folder = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
  if (folder == nullptr ||
      (!settings.crl_path.empty() && X509_LOOKUP_add_dir(folder, settings.crl_path.c_str(), X509_FILETYPE_PEM) != 1))
    return tls_error("CRLs " + settings.crl_path);
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
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
  return load_revoked(SSL_CTX_get_cert_store(context), settings);
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

int tolerate_missing_crl(int good, X509_STORE_CTX* chain) {
  if (good == 1 || X509_STORE_CTX_get_error(chain) != X509_V_ERR_UNABLE_TO_GET_CRL) return good;
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  return 1;
}

// A certificate that does not verify is a fact for the tls_* rulesets, not the end of the handshake: the reason stays in
// `chain`. The check itself ends at the first reason, so that no later one, or none, can take its place.
int judge_chain(X509_STORE_CTX* chain, void*) {
  X509_STORE_CTX_set_verify_cb(chain, &tolerate_missing_crl);
  X509_verify_cert(chain);
  return 1;
}

const EVP_MD* digest_named(const std::string& algorithm) {
  return algorithm.empty() ? EVP_md5() : EVP_get_digestbyname(algorithm.c_str());
}

uint64_t default_options(TlsRole role) {
  uint64_t options = SSL_OP_ALL & ~SSL_OP_TLSEXT_PADDING;
  if (role == TlsRole::client) options |= SSL_OP_NO_TICKET;
  return options | SSL_OP_NO_RENEGOTIATION;
}

}  // namespace

bool TlsContext::knows_digest(const std::string& algorithm) { return digest_named(algorithm) != nullptr; }

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const TlsSettings& settings) {
  bool server = settings.role == TlsRole::server;
  const EVP_MD* digest = digest_named(settings.fingerprint_algorithm);
  if (digest == nullptr) return Error{"no digest " + settings.fingerprint_algorithm, ExitStatus::config};
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()), &SSL_CTX_free);
  if (!context) return tls_error("TLS");
  SSL_CTX* raw = context.get();
  SSL_CTX_set_options(raw, default_options(settings.role) | settings.set_options);
  SSL_CTX_clear_options(raw, settings.clear_options);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  if (server) SSL_CTX_set_num_tickets(raw, 0);
  if (auto keys = load_keys(raw, settings); !keys) return std::move(keys).error();
  if (auto issuers = load_issuers(raw, settings); !issuers) return std::move(issuers).error();
  if (auto dh = set_dh(raw, settings.dh_parameters); server && !dh) return std::move(dh).error();
  if (auto ciphers = set_ciphers(raw, settings); !ciphers) return std::move(ciphers).error();
  if (!server && SSL_CTX_dane_enable(raw) == 1) SSL_CTX_dane_set_flags(raw, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
  // Without issuers nothing could be verified, so a server does not ask.
  bool request = server && settings.request_client_cert && !(settings.ca_file.empty() && settings.ca_path.empty());
  if (request || !server) SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(raw, &judge_chain, nullptr);
  return std::shared_ptr<const TlsContext>(new TlsContext(settings.role, request, digest, std::move(context)));
}

std::shared_ptr<const TlsContext> TlsContext::for_server(std::string name, std::vector<TlsaRecord> records) const {
  auto context = std::shared_ptr<TlsContext>(new TlsContext(*this));
  context->dane_name_ = std::move(name);
  context->dane_records_ = std::move(records);
  return context;
}

}  // namespace sm::net
