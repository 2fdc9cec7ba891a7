// See the header. Every parameter of MAIL and RCPT has one function; a set Reply stops the parsing.
#include "sendmaild/smtp/esmtp_parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::smtp {
namespace {

constexpr size_t kMaxParameters = 18;
constexpr int64_t kMaxDeliverBy = 999999999;
constexpr EnhancedCode kSyntax{5, 5, 2};
constexpr EnhancedCode kArguments{5, 5, 4};
constexpr EnhancedCode kOther{5, 5, 0};
constexpr EnhancedCode kNotAllowed{5, 7, 0};

Reply no_reply() { return Reply(); }

Reply requires_value(std::string_view keyword) { return Reply(501, kSyntax, fmt::format("{} requires a value", keyword)); }

Reply duplicate(std::string_view keyword) {
  return Reply(501, kOther, fmt::format("Duplicate {} parameter", keyword));
}

Reply bad_value_syntax(std::string_view keyword) {
  return Reply(501, kArguments, fmt::format("Syntax error in {} parameter value", keyword));
}

Reply no_dsn(std::string_view keyword) {
  return Reply(504, kNotAllowed, fmt::format("Sorry, {} not supported, we do not allow DSN", keyword));
}

struct Parameter {
  std::string keyword;  // as typed
  bool has_value = false;
  std::string value;
};

bool is_keyword_character(char c) { return ascii::is_alnum(c) || c == '-'; }

bool ends_value(char c) { return c == '=' || c == ' ' || ascii::is_control(c); }

// Takes the next parameter off the front of `text`. A character that can belong to neither keyword nor value ends it and
// is skipped, so that "ENVID=a=b" is ENVID=a and then a parameter b, as sendmail reads it.
Parameter take_parameter(std::string_view& text) {
  Parameter parameter;
  size_t at = 0;
  while (at < text.size() && is_keyword_character(text[at])) ++at;
  parameter.keyword = std::string(text.substr(0, at));
  if (at < text.size() && text[at] == '=') {
    size_t start = ++at;
    while (at < text.size() && !ends_value(text[at])) ++at;
    parameter.has_value = true;
    parameter.value = std::string(text.substr(start, at - start));
  }
  text.remove_prefix(std::min(text.size(), at + 1));
  text = trim_left(text);
  return parameter;
}

// Hands each parameter to `take` until one is refused.
template <typename Take>
Reply for_each_parameter(std::string_view text, Take take) {
  text = trim(text);
  for (size_t count = 0; !text.empty(); ++count) {
    if (count == kMaxParameters) return Reply(501, kArguments, std::string("Too many parameters"));
    Reply refusal = take(take_parameter(text));
    if (refusal.is_set()) return refusal;
  }
  return no_reply();
}

Reply unrecognized(const Parameter& parameter) {
  return Reply(555, kArguments, fmt::format("{} parameter unrecognized", shortened(parameter.keyword)));
}

bool is_named(const Parameter& parameter, std::string_view keyword) {
  return ascii::equal_ignoring_case(parameter.keyword, keyword);
}

Reply take_size(const Parameter& p, MailParameters& out) {
  if (!p.has_value) return requires_value("SIZE");
  if (!p.value.empty() && p.value.front() == '-') return Reply(552, {5, 2, 3}, std::string("Message size invalid"));
  size_t digits = 0;
  while (digits < p.value.size() && ascii::is_digit(p.value[digits])) ++digits;
  if (digits > 18) return Reply(552, {5, 2, 3}, std::string("Message size exceeds maximum value"));
  out.size = static_cast<uint64_t>(parse_leading_int(p.value));
  return no_reply();
}

Reply take_body(const Parameter& p, MailParameters& out) {
  if (!p.has_value) return requires_value("BODY");
  if (ascii::equal_ignoring_case(p.value, "8BITMIME")) {
    out.body = BodyType::eight_bit_mime;
  } else if (ascii::equal_ignoring_case(p.value, "7BIT")) {
    out.body = BodyType::seven_bit;
  } else {
    return Reply(501, kArguments, fmt::format("Unknown BODY type {}", shortened(p.value)));
  }
  return no_reply();
}

Reply take_envid(const Parameter& p, const ParameterRules& rules, MailParameters& out) {
  if (!rules.dsn) return no_dsn("ENVID");
  if (!p.has_value) return requires_value("ENVID");
  if (!xtext_decode(p.value)) return bad_value_syntax("ENVID");
  if (out.envelope_id) return duplicate("ENVID");
  out.envelope_id = p.value;
  return no_reply();
}

Reply take_ret(const Parameter& p, const ParameterRules& rules, MailParameters& out) {
  if (!rules.dsn) return no_dsn("RET");
  if (!p.has_value) return requires_value("RET");
  if (out.ret != ReturnContent::unspecified) return duplicate("RET");
  if (ascii::equal_ignoring_case(p.value, "FULL")) {
    out.ret = ReturnContent::full;
  } else if (ascii::equal_ignoring_case(p.value, "HDRS")) {
    out.ret = ReturnContent::headers;
  } else {
    return Reply(501, kSyntax, fmt::format("Bad argument \"{}\" to RET", shortened(p.value)));
  }
  return no_reply();
}

Reply take_auth(const Parameter& p, MailParameters& out) {
  if (!p.has_value) return requires_value("AUTH=");
  if (out.auth) return duplicate("AUTH");
  if (p.value != "<>" && !xtext_decode(p.value)) return bad_value_syntax("AUTH");
  out.auth = p.value;
  return no_reply();
}

Reply take_by(const Parameter& p, const ParameterRules& rules, MailParameters& out) {
  if (!p.has_value) return requires_value("BY=");
  size_t end = p.value.find_first_not_of("+-0123456789");
  DeliverBy by;
  by.seconds = parse_leading_int(p.value);
  if (by.seconds > kMaxDeliverBy || by.seconds < -kMaxDeliverBy)
    return Reply(501, kSyntax, fmt::format("BY={} out of range", shortened(p.value)));
  if (end == std::string::npos || p.value[end] != ';') return Reply(501, kSyntax, std::string("BY= missing ';'"));
  char mode = end + 1 < p.value.size() ? ascii::to_lower(p.value[end + 1]) : '\0';
  if (mode == 'r') {
    by.return_when_late = true;
    if (by.seconds <= 0) return Reply(501, kArguments, std::string("mode R requires BY time > 0"));
    int64_t minimum = rules.deliver_by_minimum.value_or(0);
    if (minimum > 0 && by.seconds < minimum)
      return Reply(555, kSyntax, fmt::format("time {} less than {}", by.seconds, minimum));
  } else if (mode != 'n') {
    return Reply(501, kSyntax, fmt::format("illegal by-mode '{}'", mode == '\0' ? '?' : p.value[end + 1]));
  }
  char trace = end + 2 < p.value.size() ? ascii::to_lower(p.value[end + 2]) : '\0';
  if (trace == 't') {
    by.trace = true;
  } else if (trace != '\0') {
    return Reply(501, kSyntax, fmt::format("illegal by-trace '{}'", p.value[end + 2]));
  }
  out.by = by;
  return no_reply();
}

Reply take_mail_parameter(const Parameter& p, const ParameterRules& rules, MailParameters& out) {
  if (is_named(p, "SIZE")) return take_size(p, out);
  if (is_named(p, "BODY")) return take_body(p, out);
  if (is_named(p, "ENVID")) return take_envid(p, rules, out);
  if (is_named(p, "RET")) return take_ret(p, rules, out);
  if (is_named(p, "AUTH")) return take_auth(p, out);
  if (is_named(p, "BY") && rules.deliver_by_minimum) return take_by(p, rules, out);
  if (is_named(p, "SMTPUTF8") && rules.smtputf8) {
    out.smtputf8 = true;
    return no_reply();
  }
  return unrecognized(p);
}

Reply take_notify(const Parameter& p, const ParameterRules& rules, Notify& notify) {
  if (!rules.dsn) return no_dsn("NOTIFY");
  if (!p.has_value) return requires_value("NOTIFY");
  Notify wanted;
  wanted.given = true;
  wanted.failure = wanted.delay = false;
  if (ascii::equal_ignoring_case(p.value, "NEVER")) {
    wanted.never = true;
    notify = wanted;
    return no_reply();
  }
  for (std::string_view word : split(p.value, ',')) {
    if (ascii::equal_ignoring_case(word, "SUCCESS")) {
      wanted.success = true;
    } else if (ascii::equal_ignoring_case(word, "FAILURE")) {
      wanted.failure = true;
    } else if (ascii::equal_ignoring_case(word, "DELAY")) {
      wanted.delay = true;
    } else {
      // The two blanks stand in sendmail's text.
      return Reply(501, kArguments, fmt::format("Bad argument \"{}\"  to NOTIFY", shortened(word)));
    }
  }
  notify = wanted;
  return no_reply();
}

bool is_atom(std::string_view text) {
  auto fits = [](char c) {
    return ascii::is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

Reply take_orcpt(const Parameter& p, const ParameterRules& rules, RcptParameters& out) {
  if (!rules.dsn) return no_dsn("ORCPT");
  if (!p.has_value) return requires_value("ORCPT");
  if (out.original_recipient) return duplicate("ORCPT");
  size_t semicolon = p.value.find(';');
  bool valid = semicolon != std::string::npos && is_atom(std::string_view(p.value).substr(0, semicolon)) &&
               xtext_decode(std::string_view(p.value).substr(semicolon + 1)).has_value();
  if (!valid) return bad_value_syntax("ORCPT");
  out.original_recipient = p.value;
  return no_reply();
}

Reply scanning_error(std::string_view word) {
  return Reply(501, kSyntax, fmt::format("Syntax error in parameters scanning \"{}\"", shortened(word)));
}

// Where the address ends: the first blank outside quotes, angle brackets and comments.
size_t address_end(std::string_view text) {
  int angles = 0;
  int comments = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (quoted) {
      quoted = c != '"';
    } else if (c == '(') {
      ++comments;
    } else if (comments > 0) {
      if (c == ')') --comments;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '<') {
      ++angles;
    } else if (c == '>') {
      angles = std::max(0, angles - 1);
    } else if (angles == 0 && ascii::is_blank(c)) {
      return i;
    }
  }
  return text.size();
}

}  // namespace

std::vector<std::string> PathArgument::words() const {
  std::vector<std::string> all = {address};
  for (std::string_view word : sm::words(parameters)) all.emplace_back(word);
  return all;
}

std::variant<PathArgument, Reply> split_path_argument(std::string_view argument, std::string_view keyword) {
  size_t end = argument.find_first_of(": \t");
  std::string_view word = argument.substr(0, end);
  std::string_view rest = end == std::string_view::npos ? std::string_view() : trim_left(argument.substr(end));
  if (rest.empty() || rest.front() != ':' || !ascii::equal_ignoring_case(word, keyword)) return scanning_error(word);
  rest = trim_left(rest.substr(1));
  if (rest.empty()) return scanning_error(word);
  size_t length = address_end(rest);
  PathArgument result;
  result.address = std::string(trim_right(rest.substr(0, length)));
  result.parameters = std::string(trim(rest.substr(length)));
  return result;
}

std::string Notify::text() const {
  if (!given) return {};
  if (never) return "NEVER";
  std::string result;
  auto add = [&result](bool wanted, const char* word) {
    if (wanted) result += (result.empty() ? "" : ",") + std::string(word);
  };
  add(success, "SUCCESS");
  add(failure, "FAILURE");
  add(delay, "DELAY");
  return result;
}

std::variant<MailParameters, Reply> parse_mail_parameters(std::string_view text, const ParameterRules& rules) {
  MailParameters result;
  auto take = [&](const Parameter& parameter) { return take_mail_parameter(parameter, rules, result); };
  Reply refusal = for_each_parameter(text, take);
  if (refusal.is_set()) return refusal;
  return result;
}

std::variant<RcptParameters, Reply> parse_rcpt_parameters(std::string_view text, const ParameterRules& rules) {
  RcptParameters result;
  auto take = [&](const Parameter& parameter) {
    if (is_named(parameter, "NOTIFY")) return take_notify(parameter, rules, result.notify);
    if (is_named(parameter, "ORCPT")) return take_orcpt(parameter, rules, result);
    return unrecognized(parameter);
  };
  Reply refusal = for_each_parameter(text, take);
  if (refusal.is_set()) return refusal;
  return result;
}

}  // namespace sm::smtp
