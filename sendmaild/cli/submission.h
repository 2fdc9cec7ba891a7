// A message from standard input on its way into the queue: text to header and body, recipients from the command line or
// (-t) from the header, sender and its warnings, default fields.
#pragma once

#include <memory>
#include <optional>

#include "sendmaild/cli/options.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/daemon/session_features.h"
#include "sendmaild/delivery/spool.h"
#include "sendmaild/message/envelope.h"

namespace sm::cli {

// How the mail of this command comes: with -G from another program that relays, else from its author.
daemon::SubmissionKind submission_kind(const CommandLine& line);

class Submission {
 public:
  Submission(const CommandLine& line, std::shared_ptr<delivery::Spool> spool, Caller who);

  // The whole way: reads descriptor `input` to its end (or a lone dot) and commits. Errors: no recipients, text too
  // large, queue not writable.
  Result<queue::QueueEntry> read(int input);

 private:
  void set_sender();
  void set_macros();
  Result<void> read_text(int input, queue::IncomingMessage& incoming);
  void take_header_recipients();
  Result<void> set_recipients();

  const CommandLine& line_;
  std::shared_ptr<delivery::Spool> spool_;
  const delivery::Site& site_;
  Caller who_;
  std::unique_ptr<message::Envelope> envelope_;
  std::vector<std::string> recipients_;
  int64_t size_ = 0;
  bool has_8bit_ = false;
};

}  // namespace sm::cli
