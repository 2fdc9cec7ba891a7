// See the header. As in sendmail, Timeout.aconnect is looked at between addresses; it does not break off a connection that
// is being made.
#include "sendmaild/delivery/dialling.h"

#include <fmt/format.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/smtp_outcome.h"
#include "sendmaild/net/timer.h"

namespace sm::delivery {

net::SocketAddress diverted(const std::string& connect_only_to, const net::SocketAddress& wanted) {
  if (connect_only_to.empty()) return wanted;
  size_t at = connect_only_to.find('@');
  std::string address = at == std::string::npos ? connect_only_to : connect_only_to.substr(at + 1);
  auto port = at == std::string::npos ? std::nullopt : parse_int(connect_only_to.substr(0, at));
  bool usable = port && *port > 0 && *port <= UINT16_MAX;
  return net::SocketAddress::from_text(address, usable ? static_cast<uint16_t>(*port) : wanted.port()).value_or(wanted);
}

std::chrono::seconds connect_timeout(const config::Timeouts& timeouts, int attempt) {
  return attempt <= 1 && timeouts.iconnect.count() > 0 ? timeouts.iconnect : timeouts.connect;
}

Dialling::Dialling(const Site& site, Wire& wire, const Batch& batch) : site_(site), wire_(wire), batch_(batch) {}

net::Connected Dialling::attempt(const net::ConnectSpec& spec) {
  return wire_.await(net::connect_to(wire_.loop(), spec));
}

net::Connected Dialling::connect(const std::string& host, const net::SocketAddress& target) {
  const config::Options& options = site_.options();
  if (!end_ && options.timeouts.aconnect.count() > 0) end_ = std::chrono::steady_clock::now() + options.timeouts.aconnect;
  net::ConnectSpec spec;
  spec.target = diverted(options.connect_only_to, target);
  spec.timeout = connect_timeout(options.timeouts, batch_.envelope->attempts);
  net::Connected connected = attempt(spec);
  if (!connected.stream && batch_.mailer->flags.has('Z') && options.dial_delay.count() > 0) {
    // The line is being dialled: once more when it should be up.
    wire_.await(net::sleep_for(wire_.loop(), options.dial_delay));
    connected = attempt(spec);
  }
  if (!connected.stream && site_.log_level(14)) {
    log::write(log::Priority::info, batch_.envelope->id,
               fmt::format("makeconnection ({} [{}].{} ({})) failed: {}", host, target.text(), target.port(), target.family(),
                           network_error_text(connected.error, host)));
  }
  return connected;
}

bool Dialling::has_run_out() {
  if (!end_ || std::chrono::steady_clock::now() < *end_) return false;
  if (!said_ && site_.log_level(10)) {
    log::write(log::Priority::info, batch_.envelope->id, "Timeout.to_aconnect occurred before exhausting all addresses");
  }
  said_ = true;
  return true;
}

}  // namespace sm::delivery
