// See the header. Read once, before roles are forked, by who may read keys; a reload reads the files again.
// Invariant: a broken certificate switches STARTTLS off, it does not stop mail.
#include "sendmaild/daemon/server_tls.h"

#include "lib/base/log.h"

namespace sm::daemon {

std::shared_ptr<const net::TlsContext> server_tls_context(const delivery::Site& site) {
  const config::Options& options = site.options();
  if (options.server_cert_file.empty() || options.server_key_file.empty()) return nullptr;
  net::TlsSettings settings;
  settings.role = net::TlsRole::server;
  settings.cert_file = options.server_cert_file.substr(0, options.server_cert_file.find(','));
  settings.key_file = options.server_key_file.substr(0, options.server_key_file.find(','));
  settings.ca_file = options.ca_cert_file;
  settings.ca_path = options.ca_cert_path;
  settings.crl_file = options.crl_file;
  settings.dh_parameters = options.dh_parameters;
  settings.cipher_list = options.cipher_list;
  settings.cipher_suites = options.cipher_suites;
  settings.request_client_cert = !options.tls_srv_options.has(config::TlsServerFlag::no_client_certificate_request);
  auto context = net::TlsContext::create(settings);
  if (context) return *context;
  if (site.log_level(1)) {
    log::write_plain(log::Priority::warning, "STARTTLS=server, error: " + context.error().text);
  }
  return nullptr;
}

}  // namespace sm::daemon
