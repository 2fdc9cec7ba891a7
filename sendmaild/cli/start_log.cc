// See the header. Invariant: threads start only in OwnDeliveries::open, so nothing may fork roles after it.
#include "sendmaild/cli/start_log.h"

#include <fmt/format.h>

#include "lib/base/interval.h"
#include "lib/base/log.h"
#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/delivery/local_user.h"

namespace sm::cli {

void open_log(const CommandLine& line) {
  if (line.one_process) {
    log::set_sink(log::stderr_sink());
    return;
  }
  // Whatever name it was called by: people look for "sendmail[".
  log::set_sink(log::syslog_sink(!line.syslog_tag.empty() ? line.syslog_tag : "sendmail"));
}

void log_start(const delivery::Site& site, const std::string& what, const CommandLine& line) {
  if (!site.log_level(9)) return;
  std::string text = what;
  if (line.queue.interval) {
    text += (text.empty() ? "" : "+") + std::string("queueing@") + format_delay(*line.queue.interval);
  }
  std::string version = site.macro("v");
  log::write_plain(log::Priority::info, fmt::format("starting daemon ({}): {}", version, text));
}

Result<std::unique_ptr<OwnDeliveries>> OwnDeliveries::open(const delivery::SharedSite& site) {
  std::unique_ptr<OwnDeliveries> own(new OwnDeliveries());
  auto spool = delivery::Spool::open(site);
  if (!spool) return spool.error();
  own->services_.spool = *spool;
  own->helper_ = process::helper_here(daemon::mailer_table(*site->config));
  own->services_.helper = own->helper_.get();
  own->services_.expander = delivery::make_expander(site, own->helper_.get());
  own->wire_ = std::make_unique<delivery::Wire>();
  own->services_.smtp.wire = own->wire_.get();
  own->services_.smtp.tls = delivery::client_tls_context(*site);
  return own;
}

}  // namespace sm::cli
