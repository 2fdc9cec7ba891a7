// Line by line; a field is complete when the line after it is no continuation.
#include "sendmaild/message/header_parse.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_facts.h"

namespace sm::message {

namespace {

constexpr size_t kLongestName = 100;

bool is_name_character(char c) { return c > ' ' && c < 127 && c != ':'; }

// Length of the field name at the start of a line and where its value starts; nothing when the line is no field.
struct NameSpan {
  size_t name_length;
  size_t value_start;
};
std::optional<NameSpan> find_name(std::string_view line) {
  if (line.substr(0, 2) == "--") return std::nullopt;
  size_t length = 0;
  while (length < line.size() && is_name_character(line[length])) ++length;
  size_t colon = length;
  while (colon < line.size() && ascii::is_blank(line[colon])) ++colon;
  if (length == 0 || length > kLongestName || colon == line.size() || line[colon] != ':') return std::nullopt;
  return NameSpan{length, colon + 1};
}

// "From lee  Mon Jan  5 10:00:00 2004": what follows the address.
std::optional<std::string> unix_date(std::string_view line) {
  std::string_view rest = trim_left(line.substr(5));
  size_t blank = rest.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  return rfc5322_from_ctime(rest.substr(blank));
}

}  // namespace

void HeaderCollector::feed(std::string_view text, std::string& body) {
  while (!ended_ && !text.empty()) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos) {
      if (rules_.max_length == 0 || line_.size() <= static_cast<size_t>(rules_.max_length))
        line_.append(text);
      else
        too_long_ = true;
      return;
    }
    if (line_.empty()) {
      take_line(text.substr(0, newline), body, true);
    } else {
      std::string line = std::move(line_);
      line_.clear();
      line.append(text.substr(0, newline));
      take_line(line, body, true);
    }
    text.remove_prefix(newline + 1);
  }
  body.append(text);
}

void HeaderCollector::finish(std::string& body) {
  if (ended_) return;
  if (!line_.empty()) {
    std::string line = std::move(line_);
    line_.clear();
    take_line(line, body, false);
  }
  flush_field();
  ended_ = true;
}

void HeaderCollector::take_line(std::string_view line, std::string& body, bool terminated) {
  int64_t line_length = static_cast<int64_t>(line.size()) + (terminated ? 1 : 0);
  bool first = first_line_;
  first_line_ = false;
  if (first && line.substr(0, 5) == "From " && !rules_.save_from_line) {
    length_ += line_length;
    unix_from_date_ = unix_date(line);
    return;
  }
  if (line.empty()) {
    length_ += line_length;
    flush_field();
    ended_ = true;
    return;
  }
  bool is_continuation = has_field_ && ascii::is_blank(line[0]);
  if (!is_continuation && !start_field(line)) {
    flush_field();
    ended_ = true;
    body.append(line);
    if (terminated) body += '\n';
    return;
  }
  length_ += line_length;
  if (rules_.max_length > 0 && length_ > rules_.max_length) too_long_ = true;
  if (is_continuation && !too_long_) field_.value.append("\n").append(line);
}

bool HeaderCollector::start_field(std::string_view line) {
  std::optional<NameSpan> span = find_name(line);
  if (!span || field_kind(line.substr(0, span->name_length)).ends_header) return false;
  flush_field();
  has_field_ = true;
  field_.name = line.substr(0, span->name_length);
  field_.value = line.substr(span->value_start);
  return true;
}

void HeaderCollector::flush_field() {
  if (!has_field_) return;
  has_field_ = false;
  if (std::erase(field_.value, '\0') > 0) saw_nul_ = true;
  for (char c : field_.value) saw_8bit_ = saw_8bit_ || static_cast<unsigned char>(c) >= 0x80;
  if (!too_long_) fields_.append(std::move(field_));
  field_ = HeaderField();
}

ParsedMessage parse_message(std::string_view text) {
  HeaderCollector collector(HeaderRules{.max_length = 0, .save_from_line = true});
  // Fed line by line, so that the place where the body starts is known.
  size_t position = 0;
  while (position < text.size() && !collector.ended()) {
    size_t newline = text.find('\n', position);
    size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
    std::string pushed_back;
    collector.feed(text.substr(position, end - position), pushed_back);
    if (newline == std::string_view::npos) collector.finish(pushed_back);
    if (!pushed_back.empty()) break;
    position = end;
  }
  std::string rest;
  collector.finish(rest);
  return ParsedMessage{collector.take(), position};
}

}  // namespace sm::message
