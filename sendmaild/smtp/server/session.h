// Session: one SMTP conversation of the server, over any Stream. Owns state, order and words of the protocol
// (RFC 5321, 2034, 2920, 3207, 4954); asks Policy, feeds MessageSink.
// Invariant: a 250 to the final dot is written only after MessageSink::commit has returned it.
// Security: everything here reads the peer's bytes; lines and counts are bounded by limits.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sendmaild/net/blocking_pool.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/stream.h"
#include "sendmaild/smtp/command.h"
#include "sendmaild/smtp/server/filters.h"
#include "sendmaild/smtp/server/limits.h"
#include "sendmaild/smtp/server/message_sink.h"
#include "sendmaild/smtp/server/policy.h"

namespace sm::smtp::server {

// DelayLA: the load that makes commands wait.
struct LoadDelay {
  int load = 0;
  int limit = 0;
};

// What a session is made of. Loop and pools outlive it.
struct SessionParts {
  net::EventLoop* loop = nullptr;
  net::BlockingPool* lookup = nullptr;
  net::BlockingPool* disk = nullptr;
  std::unique_ptr<net::Stream> stream;
  std::shared_ptr<Policy> policy;
  std::shared_ptr<MessageSink> sink;
  std::shared_ptr<Filters> filters;  // null: none
  Limits limits;
  bool tls_first = false;            // modifier s: handshake before the greeting
  // Waits of the protocol (slow-downs); tests replace it. Empty: net::sleep_for.
  std::function<net::Task<void>(milliseconds)> pause;
  // loop: asked before each command; nothing: no wait. May be empty.
  std::function<std::optional<LoadDelay>()> load_delay;
};

// How it ended, for "did not issue MAIL/EXPN/VRFY/ETRN" and the statistics.
struct SessionSummary {
  enum class End { quit, closed_by_us, lost };
  End end = End::lost;
  size_t messages = 0;               // committed with a 2xx
  bool did_something = false;        // MAIL, EXPN, VRFY or ETRN was issued
};

// Runs one session to its end. Never throws for what a peer does; exceptions that escape are programming errors or
// exhausted memory.
net::Task<SessionSummary> serve(SessionParts parts);

}  // namespace sm::smtp::server
