// HeaderCollector: from the bytes of an arriving message to its header fields and its body, as sendmail splits them: the
// header ends at an empty line or before the first line that cannot be a field (RFC 5322 §2.2 read leniently: blanks
// before the colon, 8-bit text, NULs dropped, a leading "From " line eaten, folds kept).
// Security: reads the peer's bytes; the header is bounded by `max_length`, a name by 100 characters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sendmaild/message/header_list.h"

namespace sm::message {

struct HeaderRules {
  int64_t max_length = 32768;     // MaxHeadersLength; 0: no limit
  bool save_from_line = false;    // SaveFromLine: "From " belongs to the body
};

class HeaderCollector {
 public:
  explicit HeaderCollector(HeaderRules rules) : rules_(rules) {}

  // Takes text with '\n' line ends, in pieces of any size; body text is appended to `body`. Once ended() is true the
  // caller may write further text to the body itself.
  void feed(std::string_view text, std::string& body);
  // End of the message: what is still pending becomes a field or body text.
  void finish(std::string& body);

  bool ended() const { return ended_; }
  // More header than max_length: "552 5.6.0 Headers too large (N max)". Text is then dropped.
  bool too_long() const { return too_long_; }
  bool saw_8bit() const { return saw_8bit_; }
  bool saw_nul() const { return saw_nul_; }
  // All bytes of the header, the empty line and an eaten "From " line included: part of the message's size.
  int64_t length() const { return length_; }
  // The date of an eaten "From " line: "Mon Jan  5 10:00:00 2004".
  const std::optional<std::string>& unix_from_date() const { return unix_from_date_; }
  HeaderList take() { return std::move(fields_); }

 private:
  void take_line(std::string_view line, std::string& body, bool terminated);
  void flush_field();
  bool start_field(std::string_view line);

  HeaderRules rules_;
  HeaderList fields_;
  HeaderField field_;
  bool has_field_ = false;
  bool first_line_ = true;
  bool ended_ = false, too_long_ = false, saw_8bit_ = false, saw_nul_ = false;
  int64_t length_ = 0;
  std::string line_;  // an unfinished line
  std::optional<std::string> unix_from_date_;
};

struct ParsedMessage {
  HeaderList header;
  size_t body_offset = 0;  // where the body starts in the text
};
// The same for text that is complete: queue files' parts, MIME parts, tests.
ParsedMessage parse_message(std::string_view text);

}  // namespace sm::message
