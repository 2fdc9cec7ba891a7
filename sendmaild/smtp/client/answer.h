// Answer: what came back for one command, from a server or from the loss of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/smtp/enhanced_code.h"

namespace sm::smtp::client {

// Where in the conversation something happened.
enum class Phase { greeting, hello, starttls, auth, mail, rcpt, data, body, final_dot, reset, quit, other };
// sendmail's words: "client greeting", "client MAIL", "client DATA 354", "client DATA status" …
std::string_view phase_text(Phase phase);

struct Answer {
  enum class Kind { none, reply, closed, timed_out, failed };
  Kind kind = Kind::none;       // none: the command was not sent
  int code = 0;                 // of a reply
  EnhancedCode enhanced;        // as sent, if the server announced ENHANCEDSTATUSCODES; otherwise derived from the code
  std::string line;             // first line whole: "250 2.0.0 Ok: queued as X1"
  std::string text;             // its text without the code (and without the enhanced code, if announced)
  std::vector<std::string> lines;  // all lines without their codes
  int error = 0;                // errno of failed; ETIMEDOUT of timed_out; ECONNRESET of closed

  bool is_reply() const { return kind == Kind::reply; }
  bool lost() const { return kind == Kind::closed || kind == Kind::timed_out || kind == Kind::failed; }
  bool ok() const { return is_reply() && code / 100 == 2; }
  bool intermediate() const { return is_reply() && code / 100 == 3; }
  bool temporary() const { return is_reply() && code / 100 == 4; }
  bool permanent() const { return is_reply() && code / 100 == 5; }
};

// The enhanced code that sendmail assumes for a reply without one: 550 is 5.2.0, 451 is 4.3.0 …
EnhancedCode assumed_enhanced_code(int code);

// Collects the lines of one reply. Lines that do not start with three digits are ignored (sendmail).
class ReplyParser {
 public:
  explicit ReplyParser(bool enhanced_codes_announced) : announced_(enhanced_codes_announced) {}
  // One line without its line end. True: the reply is complete.
  bool feed(std::string_view line);
  Answer take();

 private:
  bool announced_;
  Answer answer_;
};

}  // namespace sm::smtp::client
