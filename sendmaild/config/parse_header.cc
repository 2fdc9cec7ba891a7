// H lines: default headers with their conditions, and the rulesets that check headers.
#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

namespace meta = address::meta;

// Reads what stands between the question marks.
void read_condition(std::string_view condition, HeaderSpec& header) {
  if (!condition.empty() && condition[0] == meta::kMacro) {
    size_t position = 1;
    header.macro = address::take_encoded_name(condition, position);
    return;
  }
  header.mailer_flags = plain(condition);
}

bool is_name(std::string_view name) {
  if (name.empty()) return false;
  for (char c : name)
    if (!ascii::is_print(c) || c == ' ') return false;
  return true;
}

// `$>name` or `$>+name`: a ruleset that checks the header.
void add_check(Reading& reading, HeaderSpec header, std::string_view value) {
  if (!value.empty() && value[0] == '+') {
    header.keep_comments = true;
    value.remove_prefix(1);
  }
  int number = ruleset_number(reading, reading.expand(value));
  if (number <= 0) return;  // ruleset 0 cannot check headers
  header.check_ruleset = ruleset_of_number(reading, number).name;
  std::erase_if(reading.config.headers, [&](const HeaderSpec& known) {
    return !known.check_ruleset.empty() && ascii::equal_ignoring_case(known.name, header.name);
  });
  reading.config.headers.push_back(std::move(header));
}

}  // namespace

void parse_header_line(Reading& reading, std::string_view body) {
  HeaderSpec header;
  header.line = reading.line;
  std::string_view rest = body;
  // What a complaint shows: a finished condition hides the rest of the line.
  std::string_view shown = body;
  size_t colon = rest.find(':');
  if (!body.empty() && body[0] == '?') {
    size_t end = body.find('?', 1);
    colon = std::string_view::npos;
    if (end != std::string_view::npos) {
      read_condition(body.substr(1, end - 1), header);
      shown = body.substr(0, end);
      rest = body.substr(end + 1);
      colon = rest.find(':');
    }
  }
  std::string_view name = trim_right(rest.substr(0, colon));
  if (colon == std::string_view::npos || !is_name(name))
    return reading.error_code("553 5.3.0", fmt::format("header syntax error, line \"{}\"", quoted_line(shown)));
  header.name = plain(name);
  std::string_view value = rest.substr(colon + 1);
  while (!value.empty() && ascii::is_blank(value[0])) value.remove_prefix(1);
  if (!value.empty() && value[0] == meta::kCall) return add_check(reading, std::move(header), value.substr(1));
  header.value = value;
  reading.config.headers.push_back(std::move(header));
}

}  // namespace sm::config
