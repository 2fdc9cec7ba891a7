// See the header. Limits (MaxDaemonChildren, RefuseLA, rates) are applied when a connection is accepted, before it costs
// anything. Lifetime: pools are destroyed before the loop; sessions hold the spool they started with.
#include "sendmaild/daemon/receiver.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "sendmaild/daemon/connection_limits.h"
#include "sendmaild/daemon/ruleset_policy.h"
#include "sendmaild/daemon/server_sasl.h"
#include "sendmaild/daemon/session_filters.h"
#include "sendmaild/net/listener.h"
#include "sendmaild/net/signals.h"
#include "sendmaild/net/tapped_stream.h"
#include "sendmaild/net/timer.h"

namespace sm::daemon {
namespace {

constexpr std::chrono::seconds kReviewInterval{15};

net::BlockingPool::Limits lookup_limits() {
  net::BlockingPool::Limits limits;
  limits.threads = 512;
  limits.queue = 4096;
  return limits;
}

net::BlockingPool::Limits disk_limits() {
  net::BlockingPool::Limits limits;
  limits.threads = 8;
  limits.queue = 4096;
  return limits;
}

}  // namespace

struct Receiver::State {
  State(std::shared_ptr<delivery::Spool> shared_spool, Kick kick_function, std::shared_ptr<const net::TlsContext> tls)
      : spool(std::move(shared_spool)),
        kick(std::move(kick_function)),
        limits(spool->shared_site()),
        lookup(std::make_unique<net::BlockingPool>(loop, "lookup", lookup_limits())),
        disk(std::make_unique<net::BlockingPool>(loop, "disk", disk_limits())) {
    services.tls = std::move(tls);
    services.make_sasl = server_sasl(spool->site());
  }

  smtp::server::SessionParts parts_for(const std::shared_ptr<SessionContext>& context, std::unique_ptr<net::Stream> stream) {
    smtp::server::SessionParts parts;
    parts.loop = &loop;
    parts.lookup = lookup.get();
    parts.disk = disk.get();
    parts.stream = net::tapped(std::move(stream), traffic);
    parts.policy = std::make_shared<RulesetPolicy>(context, services);
    parts.sink = std::make_shared<QueueSink>(context, kick);
    parts.filters = make_filters(context, FilterServices{loop, *lookup, *disk});
    parts.limits = session_limits(spool->site().options());
    parts.tls_first = context->port.has_modifier('s');
    return parts;
  }

  net::Task<void> session(net::Accepted accepted, size_t port_index) {
    const config::DaemonPort& port = spool->site().config->daemon_ports[port_index];
    auto context = std::make_shared<SessionContext>(spool, port);
    context->peer_address = accepted.peer;
    context->local_address = accepted.local;
    context->flags = daemon_flags(port.modifiers);
    ConnectionCount counted(limits, port_index, accepted.peer);
    context->arrival = counted.arrival();
    smtp::server::SessionParts parts = parts_for(context, std::move(accepted.stream));
    parts.load_delay = [this, port_index] { return limits.command_delay(port_index); };
    spool->statistics().connection_in();
    static_cast<void>(co_await smtp::server::serve(std::move(parts)));
    auto flush = [shared = spool] { shared->statistics().flush(); };
    co_await disk->run(std::move(flush));
  }

  net::Task<void> accept_loop(net::Listener& listener, size_t port_index) {
    for (;;) {
      net::Accepted accepted = co_await listener.accept();
      if (!limits.may_accept(port_index)) {
        accepted.stream->close();
        continue;
      }
      std::chrono::milliseconds pause = limits.pause(port_index);
      if (pause.count() > 0) co_await net::sleep_for(loop, pause);
      loop.spawn(session(std::move(accepted), port_index));
    }
  }

  // Ends with the loop.
  net::Task<void> review_limits() {
    for (;;) {
      co_await net::sleep_for(loop, kReviewInterval);
      limits.review();
    }
  }

  std::shared_ptr<delivery::Spool> spool;
  Kick kick;
  ConnectionLimits limits;
  PolicyServices services;
  std::shared_ptr<const TrafficLog> traffic;
  std::unique_ptr<ControlServer> control;
  net::EventLoop loop;
  std::unique_ptr<net::BlockingPool> lookup, disk;
  std::vector<std::unique_ptr<net::Listener>> listeners;
};

Receiver::Receiver(std::shared_ptr<delivery::Spool> spool, Kick kick, std::shared_ptr<const net::TlsContext> tls)
    : state_(std::make_unique<State>(std::move(spool), std::move(kick), std::move(tls))) {}

Receiver::~Receiver() {
  state_->listeners.clear();
  if (state_->control) state_->control->close();
  state_->lookup.reset();
  state_->disk.reset();
}

void Receiver::on_run_request(std::function<void(const std::string&)> run) { state_->services.run_queue_for = std::move(run); }

void Receiver::show_traffic(std::shared_ptr<const TrafficLog> log) { state_->traffic = std::move(log); }

void Receiver::listen(size_t port_index, UniqueFd socket) {
  state_->listeners.push_back(std::make_unique<net::Listener>(state_->loop, std::move(socket)));
  net::Listener& listener = *state_->listeners.back();
  // A closed listener ends its accept loop with StreamError: that is how stop() works.
  state_->loop.spawn(state_->accept_loop(listener, port_index), [](std::exception_ptr) {});
}

void Receiver::serve_control(ControlLink link) {
  state_->control = std::make_unique<ControlServer>(state_->loop, *state_->disk, state_->spool, state_->limits, std::move(link));
}

void Receiver::run() {
  net::Signals signals(state_->loop, {SIGTERM, SIGINT}, [this](int) { stop(); });
  state_->loop.spawn(state_->review_limits());
  state_->loop.run();
}

void Receiver::stop() {
  for (auto& listener : state_->listeners) listener->close();
  state_->loop.stop();
}

smtp::server::SessionSummary Receiver::serve_standard_input(const std::string& user, SubmissionKind kind) {
  static const config::DaemonPort kStandardInput{};
  auto context = std::make_shared<SessionContext>(state_->spool, kStandardInput);
  context->on_standard_input = true;
  context->flags = submission_flags(state_->spool->site().options(), kind);
  context->peer = local_peer(user);
  smtp::server::SessionParts parts = state_->parts_for(context, net::descriptor_stream(state_->loop, STDIN_FILENO, STDOUT_FILENO));
  return state_->loop.run_until_done(smtp::server::serve(std::move(parts)));
}

}  // namespace sm::daemon
