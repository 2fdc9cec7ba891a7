// A server session over a MemoryStream with a scripted Policy and MessageSink: what the client says in, what it hears out.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sendmaild/smtp/server/session.h"
#include "tests/support/memory_stream.h"

namespace sm::test {

namespace server = smtp::server;

// Everything that a session asked and did, for the checks.
struct Notes {
  std::vector<std::string> questions;   // "connect", "sender <a@b>", "abort RSET" …
  std::vector<std::string> log;
  std::string message;                  // text that reached the sink in the last transaction
  std::vector<std::chrono::milliseconds> waits;
};

struct Script {
  server::Connection connection;        // with the names of the golden dialogues
  server::Limits limits;
  std::map<std::string, smtp::Reply> refusals;  // by question: "rcpt nobody@naver.com", "data", "commit" …
  std::vector<std::string> sasl_mechanisms;
  bool has_tls = false;
  bool asks_everything = false;
  const struct FilterScript* filters = nullptr;  // null: no mail filters
  std::optional<server::LoadDelay> load_delay;

  Script();
};

struct Outcome {
  std::string output;
  server::SessionSummary summary;
  Notes notes;
  bool closed = false;
};

// Each turn is what the client sends when the replies to the turn before have come.
Outcome run_session(const Script& script, std::vector<std::string> turns, MemoryStream::Record record = {});

// The parts alone, for tests that build their own session.
std::shared_ptr<server::Policy> scripted_policy(const Script& script, Notes& notes);
std::shared_ptr<server::MessageSink> scripted_sink(const Script& script, Notes& notes);
net::Task<void> forget_summary(server::SessionParts parts);

// The text in between as CRLF lines.
std::string crlf(const std::string& text);

}  // namespace sm::test
