// See the header. Two processes, or two threads, never deliver one message at the same time: the lock on its control file
// decides, and the loser goes on with the next.
#include "sendmaild/daemon/sender.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "lib/base/log.h"
#include "sendmaild/delivery/run_request.h"
#include "sendmaild/net/line_buffer.h"
#include "sendmaild/net/signals.h"
#include "sendmaild/net/timer.h"
#include "sendmaild/process/load_average.h"
#include "sendmaild/queue/recovery.h"
#include "sendmaild/queue/run_plan.h"

namespace sm::daemon {
namespace {

using std::chrono::milliseconds;

constexpr size_t kDeliveries = 48;             // at a time
constexpr size_t kWaitingDeliveries = 100000;
constexpr size_t kKickLength = 256;
constexpr milliseconds kLastMoment{2000};      // for deliveries under way at the end

net::BlockingPool::Limits delivery_limits() {
  net::BlockingPool::Limits limits;
  limits.threads = kDeliveries;
  limits.queue = kWaitingDeliveries;
  limits.deadline = std::chrono::hours(24 * 7);
  return limits;
}

delivery::RunOptions queue_run_options(const queue::Selector& selector) {
  delivery::RunOptions options;
  options.from_queue = true;
  options.selected = selector.has_conditions();
  return options;
}

}  // namespace

queue::RunPlan plan_group(const delivery::Spool& spool, size_t group, const queue::Selector& selector) {
  queue::RunRequest request;
  request.selector = selector;
  request.load = process::load_average();
  auto plan = queue::plan_run(spool.paths(), *spool.site().config, group, request, spool.clock().now());
  if (!plan) {
    log::write(log::Priority::error, "", "runqueue: " + plan.error().text);
    return {};
  }
  if (plan->load_too_high && spool.site().log_level(9)) {
    log::write_plain(log::Priority::info, "runqueue: Skipping queue run -- load average too high");
  }
  return *plan;
}

struct Sender::State {
  State(delivery::DeliveryServices shared, SenderOptions sender_options)
      : services(std::move(shared)),
        options(sender_options),
        deliveries(std::make_unique<net::BlockingPool>(loop, "delivery", delivery_limits())) {}

  net::Task<void> deliver(queue::QueueLocation where, queue::FileKind kind, delivery::RunOptions run) {
    // Whoever is the last of a run closes its connections: on a thread that may wait.
    auto job = [this, where, kind, run = std::move(run)]() mutable {
      delivery::deliver_queued(services, where, kind, run);
      run.hosts.reset();
    };
    co_await deliveries->run(std::move(job));
  }

  net::Task<void> run_queue(queue::Selector selector) {
    delivery::RunOptions run = queue_run_options(selector);
    run.hosts = delivery::make_host_table(services, run);
    bool in_turn = services.spool->site().options().single_thread_delivery;
    auto groups = delivery::groups_of_run(services.spool->paths(), selector);
    if (!groups) co_return;
    for (size_t group : *groups) {
      auto job = [this, group, selector] { return plan_group(*services.spool, group, selector); };
      queue::RunPlan plan = co_await deliveries->run(std::move(job));
      for (const queue::QueueItem& item : plan.items) {
        // One host is for one delivery at a time: side by side they would only get into each other's way.
        if (in_turn) {
          co_await deliver(item.where, item.kind, run);
        } else {
          loop.spawn(deliver(item.where, item.kind, run));
        }
      }
    }
    auto leave = [run = std::move(run)]() mutable { run.hosts.reset(); };
    co_await deliveries->run(std::move(leave));
  }

  net::Task<void> run_periodically() {
    auto tidy = [this] { queue::recover_queue(services.spool->paths(), services.spool->clock().now()); };
    co_await deliveries->run(std::move(tidy));
    if (options.run_at_start) co_await run_queue(queue::Selector());
    while (options.interval) {
      co_await net::sleep_for(loop, *options.interval);
      co_await run_queue(queue::Selector());
    }
  }

  net::Task<void> read_kicks(std::unique_ptr<net::Stream> stream) {
    net::LineBuffer lines(*stream);
    for (;;) {
      net::LineBuffer::Line line = co_await lines.read_line(kKickLength);
      if (line.end == net::LineBuffer::End::end_of_input) co_return;
      auto where = delivery::parse_kick(line.text);
      auto node = delivery::parse_run_request(line.text);
      if (node) loop.spawn(run_queue(delivery::selector_of_node(*node)));
      if (where) loop.spawn(deliver(*where, queue::FileKind::ready, delivery::RunOptions()));
    }
  }

  void finish() {
    auto limit = std::chrono::steady_clock::now() + kLastMoment;
    while (deliveries->running() > 0 && std::chrono::steady_clock::now() < limit) {
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  delivery::DeliveryServices services;
  SenderOptions options;
  net::EventLoop loop;
  std::unique_ptr<net::BlockingPool> deliveries;
  std::thread thread;
  UniqueFd kick_pipe;
};

Sender::Sender(delivery::DeliveryServices services, SenderOptions options)
    : state_(std::make_unique<State>(std::move(services), options)) {}

Sender::~Sender() {
  stop();
  state_->deliveries.reset();
}

void Sender::listen_to(UniqueFd kick_pipe) {
  state_->kick_pipe = std::move(kick_pipe);
  state_->loop.spawn(state_->read_kicks(net::descriptor_stream(state_->loop, state_->kick_pipe.get(), state_->kick_pipe.get())));
}

void Sender::kick(const queue::QueueLocation& where) {
  state_->loop.post([this, where] { state_->loop.spawn(state_->deliver(where, queue::FileKind::ready, delivery::RunOptions())); });
}

void Sender::run_queue(const queue::Selector& selector) {
  state_->loop.post([this, selector] { state_->loop.spawn(state_->run_queue(selector)); });
}

void Sender::run() {
  net::Signals signals(state_->loop, {SIGTERM, SIGINT}, [this](int) { state_->loop.stop(); });
  state_->loop.spawn(state_->run_periodically());
  state_->loop.run();
  state_->finish();
  // A delivery that waits for its server is broken off here: its message is in the queue and unlocked by our end.
  _exit(0);
}

void Sender::start() {
  state_->loop.spawn(state_->run_periodically());
  // The loop must not end while there is nothing to do.
  auto stay = [](net::EventLoop& loop) -> net::Task<void> {
    for (;;) co_await net::sleep_for(loop, std::chrono::hours(1));
  };
  state_->loop.spawn(stay(state_->loop));
  state_->thread = std::thread([this] { state_->loop.run(); });
}

void Sender::stop() {
  if (!state_->thread.joinable()) return;
  state_->loop.stop();
  state_->thread.join();
  state_->finish();
}

Result<size_t> run_queue_once(const delivery::DeliveryServices& services, const queue::Selector& selector,
                      const std::function<void(const std::string&)>& verbose) {
  size_t tried = 0;
  const delivery::Spool& spool = *services.spool;
  delivery::RunOptions options = queue_run_options(selector);
  options.verbose = verbose;
  options.hosts = delivery::make_host_table(services, options);
  auto groups = delivery::groups_of_run(spool.paths(), selector);
  if (!groups) return groups.error();
  for (size_t group : *groups) {
    queue::RunPlan plan = plan_group(spool, group, selector);
    size_t number = 0;
    for (const queue::QueueItem& item : plan.items) {
      ++number;
      if (verbose) {
        verbose("");
        verbose(fmt::format("Running {}/{} (sequence {} of {})", spool.paths().directory(item.where).path, item.where.id,
                            number, plan.items.size()));
      }
      if (delivery::deliver_queued(services, item.where, item.kind, options)) ++tried;
    }
  }
  return tried;
}

}  // namespace sm::daemon
