// See the header. Values from certificates come with special and non-ASCII characters encoded (net/tls_facts), so that they
// can stand in a macro.
// Invariant: a broken certificate switches TLS off, it does not stop mail.
#include "sendmaild/delivery/site_tls.h"

#include <fmt/format.h>

#include "lib/base/log.h"

namespace sm::delivery {
namespace {

using net::TlsRole;

std::string first_of_pair(const std::string& files) { return files.substr(0, files.find(',')); }

}  // namespace

net::TlsSettings tls_settings(const config::Options& options, TlsRole role) {
  bool server = role == TlsRole::server;
  const config::SslOptionChange& change = server ? options.server_ssl_options : options.client_ssl_options;
  net::TlsSettings settings;
  settings.role = role;
  settings.cert_file = first_of_pair(server ? options.server_cert_file : options.client_cert_file);
  settings.key_file = first_of_pair(server ? options.server_key_file : options.client_key_file);
  settings.ca_file = options.ca_cert_file;
  settings.ca_path = options.ca_cert_path;
  settings.crl_file = options.crl_file;
  settings.crl_path = options.crl_path;
  settings.dh_parameters = options.dh_parameters;
  settings.cipher_list = options.cipher_list;
  settings.cipher_suites = options.cipher_suites;
  settings.set_options = change.set;
  settings.clear_options = change.clear;
  settings.request_client_cert = !options.tls_srv_options.has(config::TlsServerFlag::no_client_certificate_request);
  settings.fingerprint_algorithm = options.cert_fingerprint_algorithm;
  return settings;
}

std::shared_ptr<const net::TlsContext> tls_context(const Site& site, TlsRole role) {
  net::TlsSettings settings = tls_settings(site.options(), role);
  bool server = role == TlsRole::server;
  if (server && (settings.cert_file.empty() || settings.key_file.empty())) return nullptr;
  std::string trouble;
  if (!net::TlsContext::knows_digest(settings.fingerprint_algorithm)) {
    trouble = "STARTTLS=init, CertFingerprintAlgorithm=" + settings.fingerprint_algorithm + ", status=invalid";
  } else {
    auto context = net::TlsContext::create(settings);
    if (context) return *context;
    trouble = (server ? "STARTTLS=server, error: " : "STARTTLS=client, error: ") + context.error().text;
  }
  if (site.log_level(1)) log::write_plain(log::Priority::warning, trouble);
  return nullptr;
}

void set_tls_macros(const config::Options& options, const net::TlsFacts* facts, macros::MacroScope& macros) {
  static const net::TlsFacts kNone;
  bool known = facts != nullptr;
  if (!known) facts = &kNone;
  macros.set("tls_version", facts->version);
  macros.set("cipher", facts->cipher);
  macros.set("cipher_bits", known ? std::to_string(facts->cipher_bits) : "");
  macros.set("alg_bits", known ? std::to_string(facts->algorithm_bits) : "");
  macros.set("verify", known ? facts->verify : "");
  macros.set("cert_subject", facts->cert_subject);
  macros.set("cert_issuer", facts->cert_issuer);
  macros.set("cn_subject", facts->cn_subject);
  macros.set("cn_issuer", facts->cn_issuer);
  macros.set(options.cert_fingerprint_algorithm.empty() ? "cert_md5" : "cert_fp", facts->cert_fingerprint);
}

void log_tls_session(const Site& site, TlsRole role, const std::string& relay, const net::TlsFacts& facts) {
  std::string side = role == TlsRole::server ? "STARTTLS=server, " : "STARTTLS=client, ";
  if (site.log_level(9)) {
    log::write_plain(log::Priority::info,
                     side + fmt::format("relay={}, version={}, verify={}, cipher={}, bits={}/{}", relay, facts.version,
                                        facts.verify, facts.cipher, facts.cipher_bits, facts.algorithm_bits));
  }
  if (site.log_level(12)) {
    log::write_plain(log::Priority::info, side + fmt::format("cert-subject={}, cert-issuer={}, verifymsg={}", facts.cert_subject,
                                                             facts.cert_issuer, facts.verify_message));
  }
}

}  // namespace sm::delivery
