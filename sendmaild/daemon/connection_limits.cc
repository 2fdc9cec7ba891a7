// See the header. The load average is read at most every five seconds.
// Invariant: a session that was counted in is counted out, whatever ends it (ConnectionCount).
#include "sendmaild/daemon/connection_limits.h"

#include "lib/base/log.h"
#include "sendmaild/process/load_average.h"
#include "sendmaild/process/process_title.h"

namespace sm::daemon {

using std::chrono::steady_clock;

ConnectionLimits::ConnectionLimits(delivery::SharedSite site)
    : site_(std::move(site)), rates_(site_->options().connection_rate_window_size) {
  for (const config::DaemonPort& port : site_->config->daemon_ports) ports_.push_back({PortGate(port, site_->options())});
}

int ConnectionLimits::load() {
  auto now = steady_clock::now();
  if (now - load_read_ > std::chrono::seconds(5)) {
    load_read_ = now;
    load_ = process::load_average();
  }
  return load_;
}

void ConnectionLimits::write(const std::vector<PortGate::Line>& lines) const {
  if (!site_->log_level(9)) return;
  for (const PortGate::Line& line : lines) log::write_plain(line.priority, line.text);
}

bool ConnectionLimits::may_accept(size_t index) {
  Port& port = ports_.at(index);
  PortGate::Review review = port.gate.review(load(), port.sessions, steady_clock::now());
  write(review.lines);
  if (!review.lines.empty() && review.title != title_) {
    title_ = review.title;
    process::set_process_title(title_);
  }
  return review.open;
}

std::chrono::milliseconds ConnectionLimits::pause(size_t index) {
  PortGate::Pause pause = ports_.at(index).gate.pause(load(), steady_clock::now());
  write(pause.lines);
  return pause.duration;
}

void ConnectionLimits::review() {
  for (size_t i = 0; i < ports_.size(); ++i) may_accept(i);
}

std::optional<smtp::server::LoadDelay> ConnectionLimits::command_delay(size_t index) {
  int limit = ports_.at(index).gate.delay_load();
  if (limit <= 0 || load() < limit) return std::nullopt;
  return smtp::server::LoadDelay{load(), limit};
}

ConnectionLimits::Arrival ConnectionLimits::entered(size_t index, const net::SocketAddress& client) {
  ++ports_.at(index).sessions;
  Arrival arrival;
  arrival.rates = rates_.count(client.bytes(), steady_clock::now());
  arrival.connections = ++by_client_[client.mail_text()];
  return arrival;
}

void ConnectionLimits::left(size_t index, const net::SocketAddress& client) {
  --ports_.at(index).sessions;
  auto found = by_client_.find(client.mail_text());
  if (found != by_client_.end() && --found->second <= 0) by_client_.erase(found);
}

}  // namespace sm::daemon
