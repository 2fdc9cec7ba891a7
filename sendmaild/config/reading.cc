// Complaints and small parsers every line type uses.
#include "sendmaild/config/reading.h"

#include <fmt/format.h>

#include <cstring>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/interval.h"
#include "lib/base/text.h"
#include "sendmaild/macros/macro_scope.h"

namespace sm::config {

namespace meta = address::meta;

void Reading::complain(Complaint::Kind kind, std::string code, std::string text, ExitStatus code_for_exit,
                       std::string hint) {
  Complaint complaint;
  complaint.kind = kind;
  complaint.code = std::move(code);
  bool has_place = line > 0 && kind != Complaint::Kind::notice && kind != Complaint::Kind::warning;
  complaint.text = has_place ? fmt::format("{}: line {}: {}", config.file, line, text) : std::move(text);
  complaint.status = code_for_exit;
  complaint.hint = std::move(hint);
  if (kind == Complaint::Kind::error && status == ExitStatus::ok) status = code_for_exit;
  if (sink) sink(complaint);
}

void Reading::error(std::string text, std::string hint) {
  complain(Complaint::Kind::error, "554 5.0.0", std::move(text), ExitStatus::software, std::move(hint));
}

void Reading::error_code(std::string code, std::string text) {
  complain(Complaint::Kind::error, std::move(code), std::move(text), ExitStatus::software, {});
}

void Reading::system_error(std::string text, int error_number) {
  complain(Complaint::Kind::error, "451 4.0.0", fmt::format("{}: {}", text, std::strerror(error_number)),
           ExitStatus::os_error, {});
}

void Reading::unsafe_file(const std::string& text, const std::string& why) {
  complain(Complaint::Kind::error, "451 4.0.0", fmt::format("{}: {}", text, why), ExitStatus::os_error, {});
}

void Reading::user_error(std::string text) {
  complain(Complaint::Kind::user, "550", std::move(text), ExitStatus::ok, {});
}

void Reading::message(std::string text) {
  complain(Complaint::Kind::message, "050", std::move(text), ExitStatus::ok, {});
}

void Reading::warning(std::string text) {
  complain(Complaint::Kind::warning, "", std::move(text), ExitStatus::ok, {});
}

void Reading::notice(std::string text) {
  complain(Complaint::Kind::notice, "", std::move(text), ExitStatus::ok, {});
}

void Reading::fatal(std::string text, ExitStatus code) {
  error(std::move(text));
  status = code;
  stop = true;
}

std::string Reading::expand(std::string_view encoded) const {
  return macros::expand(encoded, macros::MacroScope(config.macros));
}

std::string Reading::expand_encoded(std::string_view encoded) const {
  return macros::expand_encoded(encoded, macros::MacroScope(config.macros));
}

std::string format_complaint(const Complaint& complaint, bool with_reply_codes) {
  if (complaint.code.empty() || !with_reply_codes) return complaint.text + "\n";
  return complaint.code + " " + complaint.text + "\r\n";
}

namespace {

char unescaped(char c) {
  switch (c) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'b': return '\b';
    default: return c;
  }
}

}  // namespace

std::string munch(std::string_view text, char delimiter, std::string_view* rest) {
  std::string out;
  bool quoted = false;
  size_t i = 0;
  for (; i < text.size(); ++i) {
    char c = text[i];
    if (c == meta::kQuote && i + 1 < text.size()) {
      out += c;
      out += text[++i];
    } else if (c == '\\') {
      if (++i >= text.size()) break;
      out += unescaped(text[i]);
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && delimiter != '\0' && c == delimiter) {
      break;
    } else {
      out += c;
    }
  }
  if (rest != nullptr) *rest = text.substr(std::min(i, text.size()));
  return out;
}

std::string plain(std::string_view encoded) { return address::display_encoded(encoded); }

std::string quoted_line(std::string_view encoded) {
  std::string shown;
  for (size_t i = 0; i < encoded.size(); ++i) {
    char c = encoded[i];
    if (c == meta::kQuote && i + 1 < encoded.size()) {
      shown += encoded[++i];
    } else if (meta::is_meta(c)) {
      shown += '\x01';
      shown += address::display_without_dollars(encoded.substr(i, 1));
    } else {
      shown += c;
    }
  }
  return shown;
}

std::chrono::seconds interval(Reading& reading, std::string_view text, char unit) {
  Interval parsed = parse_interval(text, unit);
  for (char bad : parsed.bad_units) reading.user_error(fmt::format("Invalid time unit `{}'", bad));
  return parsed.value;
}

int number(std::string_view text) { return static_cast<int>(parse_leading_int(text)); }

int64_t long_number(std::string_view text) { return parse_leading_int(text); }

bool boolean(std::string_view text) {
  return text.empty() || text[0] == 't' || text[0] == 'T' || text[0] == 'y' || text[0] == 'Y';
}

namespace {

bool numeric(std::string_view text) { return !text.empty() && ascii::is_digit(text[0]); }

}  // namespace

ParsedUser parse_user(Reading& reading, std::string_view text, const std::string& what, bool group_too) {
  ParsedUser out;
  size_t end = group_too ? text.find_first_of(":/.") : std::string_view::npos;
  std::string user(trim(text.substr(0, end)));
  if (numeric(user)) {
    out.uid = static_cast<uid_t>(number(user));
    out.has_uid = true;
  } else {
    std::optional<UserFacts> found = reading.host.find_user ? reading.host.find_user(user) : std::nullopt;
    if (!found) {
      reading.error(fmt::format("readcf: {}: unknown user {}", what, user));
      return out;
    }
    out.uid = found->uid;
    out.gid = found->gid;
    out.has_uid = out.has_gid = true;
  }
  out.ok = true;
  if (end == std::string_view::npos) return out;
  std::string group(trim(text.substr(end + 1)));
  if (group.empty()) return out;
  if (numeric(group)) {
    out.gid = static_cast<gid_t>(number(group));
    out.has_gid = true;
    return out;
  }
  std::optional<gid_t> found = reading.host.find_group ? reading.host.find_group(group) : std::nullopt;
  if (!found) {
    reading.error(fmt::format("readcf: {}: unknown group {}", what, group));
    return out;
  }
  out.gid = *found;
  out.has_gid = true;
  return out;
}

}  // namespace sm::config
