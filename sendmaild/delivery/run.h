// One delivery attempt for one message of the queue: recipients resolved, grouped, handed to their mailers, their outcomes
// logged and written back; reports sent; the message removed when nobody is left.
// Invariant: a recipient is marked delivered in the queue file before anything else can go wrong with it, and the queue
// files go only when no recipient is pending or deferred.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sendmaild/alias/expand.h"
#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/smtp_mailer.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/process/helper_client.h"
#include "sendmaild/queue/queue_entry.h"

namespace sm::delivery {

// What deliveries of a process share. All members are thread-safe and outlive every run.
struct DeliveryServices {
  std::shared_ptr<Spool> spool;
  process::HelperClient* helper = nullptr;
  std::shared_ptr<const alias::Expander> expander;
  SmtpServices smtp;
};

struct RunOptions {
  bool from_queue = false;      // a later attempt: RetryFactor is added
  bool only_queue = false;      // nobody is tried; only who failed already is seen to
  bool selected = false;        // asked for by -qI, -qR, -qS or ETRN: nothing is a reason to wait
  bool no_aliases = false;      // -n
  // The recipients have been looked into, and what is wrong with some of them is in the log.
  bool addressed = false;
  // Errors at the first attempt of a message from the command line are told there instead of by mail.
  bool report_by_mail = true;
  std::function<void(const std::string&)> verbose;  // -v
  std::shared_ptr<HostTable> hosts;  // of the queue run; null: this message has its own
};
// What a run of several messages shares.
std::shared_ptr<HostTable> make_host_table(const DeliveryServices& services, const RunOptions& options);

struct RunSummary {
  bool finished = false;        // the message has left the queue
  ExitStatus worst = ExitStatus::ok;  // of failed recipients, for the exit status of the command
  std::vector<std::string> failures;  // "nosuchuser... User unknown"
};

RunSummary deliver(const DeliveryServices& services, queue::QueueEntry entry, const RunOptions& options);

// Opens a message of the queue and delivers it; false when there was nothing to do (gone, locked).
bool deliver_queued(const DeliveryServices& services, const queue::QueueLocation& where, queue::FileKind kind,
                    const RunOptions& options);

}  // namespace sm::delivery
