// MessageSink: where an accepted message goes. One object per session, used once per transaction; implemented in daemon/
// over queue/. The session hands over text with '\n' line ends, headers included, as it came (dots unstuffed).
// Threads: all calls on the disk pool, except where "loop" is said; never two at a time. commit() returns only when the
// message is as safe as SuperSafe promises: its positive reply is the "250" (fsync before 250).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sendmaild/smtp/reply.h"
#include "sendmaild/smtp/server/policy.h"

namespace sm::smtp::server {

// What the session found while it read; the sink turns it into log fields and headers.
struct DataFacts {
  uint64_t bytes = 0;              // text received, with '\n' line ends
  bool bare_lf = false;            // accepted or replaced by the rules
  bool bare_cr = false;
  uint64_t exceeded_limit = 0;     // MaxMessageSize, when the text was longer; 0: it was not
};

class MessageSink {
 public:
  virtual ~MessageSink() = default;

  // The data of the transaction that the policy has accepted begins (sender and recipients are the policy's knowledge).
  // A set Reply refuses: the rest of the data is read and dropped, and this is the answer to the final dot; a 421 is
  // sent at once.
  virtual Reply begin() = 0;
  // The next piece, at most kSinkChunk bytes. As begin(). Not called after a refusal.
  virtual Reply write(const std::string& text) = 0;
  // The final dot: header checks, check_eom, default header. A set Reply is a refusal and ends the transaction.
  virtual Reply complete(const DataFacts& facts) = 0;
  // After complete(): queueing. The reply (250 with the queue id, or a refusal) ends the transaction either way.
  virtual Reply commit() = 0;
  // Instead of commit(): the message was refused by the session or by filters (`reply` is what the client hears, for the
  // log; not set: the connection broke). Removes what the other calls left.
  virtual void abort(const Reply& reply, const DataFacts& facts) = 0;
};

}  // namespace sm::smtp::server
