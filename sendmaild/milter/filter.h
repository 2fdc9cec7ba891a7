// Filter: one filter's connection in one SMTP session: the socket, the four waits, and what a failure is called in the log.
// A failed filter is closed for the rest of the session; FilterChain decides what that means.
// Diagnostics: "Milter (NAME): …", "milter=NAME, action=…"; levels are those of Milter.LogLevel.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/log.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/milter/conversation.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/socket_address.h"
#include "sendmaild/net/stream.h"

namespace sm::milter {

struct FilterSpec {
  enum class OnFailure { go_on, reject, tempfail, close };
  std::string name;
  std::string host;                               // of inet sockets, for the log
  std::vector<net::SocketAddress> addresses;      // tried in turn
  std::string address_trouble;                    // why there are none
  UniqueFd connected;                             // a connection that somebody with more rights has made
  OnFailure on_failure = OnFailure::go_on;
  std::chrono::milliseconds connect_timeout, send_timeout, read_timeout, message_timeout;
};

// What filters need of the program around them. All calls on the loop, while no other question of the session is open.
class Host {
 public:
  virtual ~Host() = default;
  virtual std::optional<std::string> macro(const std::string& name) = 0;
  // A line if Milter.LogLevel is above `level`.
  virtual void log(int level, log::Priority priority, const std::string& text) = 0;
};

// The message at its end, which filters see and change.
class Message {
 public:
  struct Header {
    std::string name;
    std::string value;        // as it stands behind the colon
  };
  virtual ~Message() = default;
  virtual std::vector<Header> headers() const = 0;
  // At most `limit` bytes with '\n' line ends; empty at the end.
  virtual net::Task<Result<std::string>> read_body(int64_t offset, size_t limit) = 0;
  // Carries it out. Error: it could not, and the message cannot be accepted now.
  virtual net::Task<Result<void>> apply(std::string filter, Change change) = 0;
  // No more of a new body comes from this filter.
  virtual net::Task<Result<void>> finish_body() = 0;
};

struct Verdict {
  enum class Kind { proceed, reject, tempfail, discard, reply, close };
  Kind kind = Kind::proceed;
  std::string text;           // reply: as the filter wrote it
  bool stops() const { return kind != Kind::proceed; }
};

class Filter {
 public:
  // All but the spec outlives the filter.
  Filter(FilterSpec spec, const MacroLists& defaults, Host& host, net::EventLoop& loop);

  const FilterSpec& spec() const { return spec_; }
  Conversation& conversation() { return conversation_; }
  bool has_failed() const { return failed_; }

  // Connects and agrees.
  net::Task<void> open();
  net::Task<Verdict> ask(Stage stage, std::string data);
  // The macros of a recipient that was refused already and that the filter does not want to judge.
  net::Task<void> send_macros(Stage stage);
  net::Task<Verdict> judge(Message& message);
  net::Task<void> abort();
  net::Task<void> quit();
  // Without a word: the client is lost.
  void close();

 private:
  net::Task<bool> connect();
  net::Task<bool> send(std::string bytes, const char* where);
  // Nothing: the filter has failed.
  net::Task<std::optional<Packet>> receive(const char* where);
  std::chrono::milliseconds patience() const;
  net::Task<Answer> exchange(Stage stage, std::string data);
  net::Task<Answer> send_headers(Message& message);
  net::Task<Answer> send_body(Message& message);
  net::Task<Answer> read_changes(Message& message);
  net::Task<Answer::Kind> carry_out(Message& message, Change change);
  Answer::Kind outcome_of(const Result<void>& done);
  Verdict verdict_of(const Answer& answer) const;
  void log_answer(Stage stage, const Answer& answer);
  void report(const std::string& complaint);
  void fail(const std::string& complaint);
  MacroValue macro_value();

  FilterSpec spec_;
  Conversation conversation_;
  Host& host_;
  net::EventLoop& loop_;
  std::unique_ptr<net::Stream> stream_;
  PacketReader reader_;
  bool failed_ = false;
  std::optional<std::chrono::steady_clock::time_point> message_deadline_;
};

}  // namespace sm::milter
