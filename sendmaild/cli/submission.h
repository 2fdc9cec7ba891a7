// A message from standard input on its way into the queue: text to header and body, recipients from the command line or
// (-t) from the header, sender and its warnings, default fields.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sendmaild/alias/expand.h"
#include "sendmaild/cli/options.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/daemon/session_features.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/message/envelope.h"

namespace sm::cli {

// What is wrong with recipients, found out before the message is queued.
struct Refusals {
  ExitStatus worst = ExitStatus::ok;   // of those that failed for good, the first one
  std::vector<std::string> lines;      // "nosuchuser... User unknown"
};

// A message in the queue, before it is delivered or left there.
struct Submitted {
  std::vector<queue::QueueEntry> entries;  // at least one
  std::vector<queue::QueueEntry> lists;    // copies for lists with owners
  Refusals refusals;
};

// How the mail of this command comes: with -G from another program that relays, else from its author.
daemon::SubmissionKind submission_kind(const CommandLine& line);

class Submission {
 public:
  Submission(const CommandLine& line, std::shared_ptr<delivery::Spool> spool,
             std::shared_ptr<const alias::Expander> expander, Caller who);
  // -X: the lines of the message as they come in.
  void show_traffic(const std::shared_ptr<const TrafficLog>& log) { traffic_ = log; }

  // The whole way: reads descriptor `input` to its end (or a lone dot), looks into the recipients, and commits. Errors: no
  // recipients, text too large, queue not writable.
  Result<Submitted> read(int input);

 private:
  void set_sender();
  void set_macros();
  Result<void> read_text(int input, queue::IncomingMessage& incoming);
  void take_header_recipients();
  Result<void> set_recipients();
  void look_into_recipients();
  void note_refusal(const message::Recipient& recipient);

  const CommandLine& line_;
  std::shared_ptr<delivery::Spool> spool_;
  const delivery::Site& site_;
  std::shared_ptr<const alias::Expander> expander_;
  Caller who_;
  std::unique_ptr<message::Envelope> envelope_;
  std::vector<std::string> recipients_;
  Refusals refusals_;
  std::shared_ptr<const TrafficLog> traffic_;
  int64_t size_ = 0;
  bool has_8bit_ = false;
};

}  // namespace sm::cli
