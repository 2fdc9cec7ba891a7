// D, C, T, E, P and V lines.
#include <fmt/format.h>

#include <cstdlib>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr size_t kMostPrecedences = 25;

// The name in front of a D or C line; complaints are made. Moves `body` behind it.
std::optional<std::string> take_name(Reading& reading, std::string_view& body) {
  address::ParsedName parsed = address::parse_name(body);
  for (const std::string& error : parsed.errors) reading.error(error);
  if (!parsed.valid()) return std::nullopt;
  body.remove_prefix(std::min(parsed.length, body.size()));
  return parsed.name;
}

}  // namespace

void parse_define(Reading& reading, std::string_view body) {
  std::optional<std::string> name = take_name(reading, body);
  if (name) reading.config.macros[*name] = munch(body);
}

void parse_class(Reading& reading, std::string_view body) {
  std::optional<std::string> name = take_name(reading, body);
  if (name) reading.config.classes.add_words(*name, reading.expand_encoded(body));
}

void parse_trusted(Reading& reading, std::string_view body) { reading.config.classes.add_words("t", body); }

void parse_environment(Reading& reading, std::string_view body) {
  std::string text = plain(body);
  size_t equals = text.find('=');
  std::string name = text.substr(0, equals);
  if (name.empty()) return;
  auto& environment = reading.config.environment;
  std::erase_if(environment, [&](const auto& known) { return known.first == name; });
  if (equals != std::string::npos) {
    environment.emplace_back(name, text.substr(equals + 1));
  } else if (const char* inherited = std::getenv(name.c_str())) {
    environment.emplace_back(name, inherited);
  }
}

void parse_precedence(Reading& reading, std::string_view whole) {
  auto& precedences = reading.config.precedences;
  if (precedences.size() >= kMostPrecedences)
    return reading.error(fmt::format("too many P lines, {} max", kMostPrecedences));
  std::string text = plain(whole.substr(1));
  size_t equals = text.find('=');
  if (equals == std::string::npos)
    return reading.error(fmt::format("unknown configuration line \"{}\"", quoted_line(whole)));
  precedences.emplace_back(std::string(trim(text.substr(0, equals))), number(std::string_view(text).substr(equals + 1)));
}

void parse_version(Reading& reading, std::string_view body) {
  std::string text = plain(body);
  std::string_view rest = trim_left(text);
  if (rest.empty() || !ascii::is_digit(rest[0]))
    return reading.error(fmt::format("invalid argument to V line: \"{}\"", text));
  Config& config = reading.config;
  config.version_level = number(rest);
  while (!rest.empty() && ascii::is_digit(rest[0])) rest.remove_prefix(1);
  // From V5 on $w is the name without its domain; from V6 on colons are list syntax.
  if (config.version_level >= 5) config.macros["w"] = reading.host.host_name.substr(0, reading.host.host_name.find('.'));
  if (config.version_level >= 6 && !reading.colon_ok_was_set) config.options.colon_ok_in_addr = false;
  rest = trim_left(rest);
  if (rest.empty() || rest[0] != '/') return;
  rest.remove_prefix(1);
  size_t end = 0;
  while (end < rest.size() && ascii::is_alnum(rest[end])) ++end;
  config.vendor = rest.substr(0, end);
  if (!ascii::equal_ignoring_case(config.vendor, "Berkeley"))
    reading.error(fmt::format("invalid V line vendor code: \"{}\"", config.vendor));
}

}  // namespace sm::config
