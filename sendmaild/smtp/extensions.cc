// See the header.
#include "sendmaild/smtp/extensions.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::smtp {
namespace {

void add_mechanisms(std::string_view list, std::vector<std::string>& mechanisms) {
  for (std::string_view word : words(list)) {
    std::string name = ascii::upper(word);
    if (std::find(mechanisms.begin(), mechanisms.end(), name) == mechanisms.end()) mechanisms.push_back(name);
  }
}

}  // namespace

std::vector<std::string> extension_lines(const Extensions& e) {
  std::vector<std::string> lines;
  auto add = [&lines](bool offered, std::string line) {
    if (offered) lines.push_back(std::move(line));
  };
  add(e.enhanced_status_codes, "ENHANCEDSTATUSCODES");
  add(e.pipelining, "PIPELINING");
  add(e.expn, "EXPN");
  add(e.expn && e.verb, "VERB");
  add(e.eight_bit_mime, "8BITMIME");
  if (e.size) add(true, *e.size > 0 ? fmt::format("SIZE {}", *e.size) : std::string("SIZE"));
  add(e.dsn, "DSN");
  add(e.smtputf8, "SMTPUTF8");
  add(e.etrn, "ETRN");
  std::string auth = "AUTH";
  for (const std::string& mechanism : e.auth_mechanisms) auth += " " + mechanism;
  add(!e.auth_mechanisms.empty(), auth);
  add(e.starttls, "STARTTLS");
  if (e.deliver_by) add(true, *e.deliver_by > 0 ? fmt::format("DELIVERBY {}", *e.deliver_by) : std::string("DELIVERBY"));
  add(e.help, "HELP");
  return lines;
}

void add_extension(std::string_view line, Extensions& e) {
  line = trim(line);
  size_t end = line.find_first_of(" \t=");
  std::string keyword = ascii::upper(line.substr(0, end));
  std::string_view rest = end == std::string_view::npos ? std::string_view() : trim(line.substr(end + 1));
  if (keyword == "SIZE") {
    e.size = static_cast<uint64_t>(std::max<int64_t>(0, parse_leading_int(rest)));
  } else if (keyword == "AUTH") {
    add_mechanisms(rest, e.auth_mechanisms);
  } else if (keyword == "DELIVERBY") {
    e.deliver_by = parse_leading_int(rest);
  } else if (keyword == "ENHANCEDSTATUSCODES") {
    e.enhanced_status_codes = true;
  } else if (keyword == "PIPELINING") {
    e.pipelining = true;
  } else if (keyword == "EXPN") {
    e.expn = true;
  } else if (keyword == "VERB") {
    e.verb = true;
  } else if (keyword == "8BITMIME") {
    e.eight_bit_mime = true;
  } else if (keyword == "DSN") {
    e.dsn = true;
  } else if (keyword == "SMTPUTF8") {
    e.smtputf8 = true;
  } else if (keyword == "ETRN") {
    e.etrn = true;
  } else if (keyword == "STARTTLS") {
    e.starttls = true;
  } else if (keyword == "HELP") {
    e.help = true;
  }
}

}  // namespace sm::smtp
