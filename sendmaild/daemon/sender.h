// The sender: delivers what the receiver announces (kicks) at once and the rest of the queue in runs, on threads that each
// carry one message at a time. It listens to nobody but the kick pipe.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "lib/base/unique_fd.h"
#include "sendmaild/delivery/run.h"
#include "sendmaild/queue/run_plan.h"
#include "sendmaild/queue/selector.h"

namespace sm::daemon {

struct SenderOptions {
  std::optional<std::chrono::seconds> interval;  // of queue runs; not set: none
  bool run_at_start = true;
};

class Sender {
 public:
  Sender(delivery::DeliveryServices services, SenderOptions options);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // Kicks come as lines (delivery/spool.h) through this pipe.
  void listen_to(UniqueFd kick_pipe);
  // From any thread: deliver this message soon.
  void kick(const queue::QueueLocation& where);
  // From any thread: run the queue for messages that match.
  void run_queue(const queue::Selector& selector);

  // Runs until SIGTERM: deliveries under way get a moment to finish, then the process ends.
  void run();
  // The same on a thread of its own, for --one-process; stop() ends it.
  void start();
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// One run over the queue in the foreground, on this thread: `sendmail -q -v`, -qI, -qR, -qS. The number of messages tried.
// Error: there is no such queue group.
Result<size_t> run_queue_once(const delivery::DeliveryServices& services, const queue::Selector& selector,
                      const std::function<void(const std::string&)>& verbose);

// A queue run's messages of one group; logs why nothing is to be done.
queue::RunPlan plan_group(const delivery::Spool& spool, size_t group, const queue::Selector& selector);

}  // namespace sm::daemon
