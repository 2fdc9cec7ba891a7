// Filters: what a server session asks of mail filters (milters), in the order of its commands and always behind the Policy's
// question about the same. One object per session, implemented in daemon/ over milter/; sessions without filters have none.
// Threads: coroutines of the loop; never while a question to the Policy or the MessageSink is open.
#pragma once

#include <string>
#include <vector>

#include "sendmaild/net/task.h"
#include "sendmaild/smtp/server/policy.h"

namespace sm::smtp::server {

// What filters make of the whole session.
struct SessionVerdict {
  enum class Kind {
    proceed,
    refuse,       // later commands hear `reply`
    try_later,    // commands that do something hear that they should come again later
    close         // `reply` is the last thing said
  };
  Kind kind = Kind::proceed;
  Reply reply;
};

class Filters {
 public:
  virtual ~Filters() = default;

  // Before the greeting.
  virtual net::Task<SessionVerdict> connect() = 0;
  virtual net::Task<SessionVerdict> hello(std::string name) = 0;
  // The address as typed, then the ESMTP parameters.
  virtual net::Task<Verdict> sender(std::vector<std::string> arguments) = 0;
  // `refusal` is set for a recipient that the Policy refused: the verdict is then of no account. A refusal takes back
  // what the Policy has accepted.
  virtual net::Task<Verdict> recipient(std::vector<std::string> arguments, Reply refusal) = 0;
  virtual net::Task<Verdict> data() = 0;
  // A command that nobody knows.
  virtual net::Task<Verdict> unknown(std::string line) = 0;
  // The message is complete and the rulesets have let it pass; it has not been queued.
  virtual net::Task<Verdict> message() = 0;
  // The transaction is gone, with or without a message.
  virtual net::Task<void> abort() = 0;
  virtual net::Task<void> quit() = 0;
  // The client is lost, or the Policy is still at work.
  virtual void close() = 0;
};

}  // namespace sm::smtp::server
