// Timeout.*, the old list form of option r, and QueueTimeout.
#include <fmt/format.h>

#include <array>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/option_table.h"

namespace sm::config {
namespace {

using std::chrono::seconds;

struct SimpleTimeout {
  std::string_view name;
  seconds Timeouts::*member;
};

constexpr std::array<SimpleTimeout, 21> kSimple{{{"connect", &Timeouts::connect},
                                                {"iconnect", &Timeouts::iconnect},
                                                {"aconnect", &Timeouts::aconnect},
                                                {"initial", &Timeouts::initial},
                                                {"helo", &Timeouts::helo},
                                                {"mail", &Timeouts::mail},
                                                {"rcpt", &Timeouts::rcpt},
                                                {"datainit", &Timeouts::datainit},
                                                {"datablock", &Timeouts::datablock},
                                                {"datafinal", &Timeouts::datafinal},
                                                {"rset", &Timeouts::rset},
                                                {"quit", &Timeouts::quit},
                                                {"misc", &Timeouts::misc},
                                                {"command", &Timeouts::command},
                                                {"ident", &Timeouts::ident},
                                                {"fileopen", &Timeouts::fileopen},
                                                {"control", &Timeouts::control},
                                                {"lhlo", &Timeouts::lhlo},
                                                {"auth", &Timeouts::auth},
                                                {"starttls", &Timeouts::starttls},
                                                {"hoststatus", &Timeouts::hoststatus}}};

// The value is read with unit m first, and complained about, whatever its own unit is.
seconds in_unit(Reading& reading, std::string_view text, char unit) {
  seconds value = interval(reading, text, 'm');
  return unit == 'm' ? value : interval(reading, text, unit);
}

bool set_class_timeout(ClassTimeouts& target, std::string_view which, seconds value) {
  if (which.empty() || which == "*") {
    target.values.fill(value);
    return true;
  }
  constexpr std::array<std::string_view, 4> kNames{"normal", "urgent", "non-urgent", "dsn"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (which != kNames[i]) continue;
    target.values[i] = value;
    return true;
  }
  return false;
}

// What follows "resolver.retrans" or "resolver.retry": nothing, ".first" or ".normal".
template <typename Value>
bool set_resolver(std::string_view which, Value value, std::optional<Value>& all, std::optional<Value>& first,
                  std::optional<Value>& normal) {
  if (which.empty()) {
    all = first = normal = value;
    return true;
  }
  if (which == ".first") {
    first = value;
    return true;
  }
  if (which == ".normal") {
    normal = value;
    return true;
  }
  return false;
}

std::string_view class_part(std::string_view name, std::string_view parent) {
  std::string_view rest = name.substr(parent.size());
  return rest.starts_with('.') ? rest.substr(1) : rest;
}

// False: no such timeout.
bool set_one(Reading& reading, std::string_view name, std::string_view value) {
  Timeouts& timeouts = reading.config.options.timeouts;
  ResolverTimeouts& resolver = timeouts.resolver;
  for (const SimpleTimeout& simple : kSimple) {
    if (simple.name != name) continue;
    timeouts.*simple.member = in_unit(reading, value, 'm');
    return true;
  }
  if (name.starts_with("queuereturn"))
    return set_class_timeout(timeouts.queue_return, class_part(name, "queuereturn"), in_unit(reading, value, 'd'));
  if (name.starts_with("queuewarn"))
    return set_class_timeout(timeouts.queue_warn, class_part(name, "queuewarn"), in_unit(reading, value, 'h'));
  if (name.starts_with("resolver.retrans"))
    return set_resolver(name.substr(16), in_unit(reading, value, 's'), resolver.retransmit_default,
                        resolver.retransmit_first, resolver.retransmit_normal);
  if (name.starts_with("resolver.retry")) {
    // A count, but sendmail reads every timeout as an interval first and complains about what is none.
    static_cast<void>(interval(reading, value, 'm'));
    return set_resolver(name.substr(14), number(value), resolver.retry_default, resolver.retry_first,
                        resolver.retry_normal);
  }
  return false;
}

}  // namespace

void set_timeout(Reading& reading, const OptionLine& line) {
  if (line.suboption.empty()) return set_old_timeouts(reading, line);
  std::string name = ascii::lower(line.suboption);
  if (!set_one(reading, name, line.text)) reading.error(fmt::format("settimeout: invalid timeout {}", line.suboption));
}

void set_old_timeouts(Reading& reading, const OptionLine& line) {
  std::string text = plain(line.value);
  for (std::string_view part : split(text, ',')) {
    part = trim(part);
    if (part.empty()) continue;
    if (ascii::is_digit(part[0])) {
      Timeouts& timeouts = reading.config.options.timeouts;
      seconds value = interval(reading, part, 'm');
      timeouts.mail = timeouts.rcpt = timeouts.datainit = timeouts.datablock = timeouts.datafinal = timeouts.command =
          value;
      continue;
    }
    size_t end = part.find_first_of(":=");
    std::string name = ascii::lower(trim(part.substr(0, end)));
    std::string_view value = end == std::string_view::npos ? std::string_view() : trim(part.substr(end + 1));
    if (!set_one(reading, name, value)) reading.error(fmt::format("settimeout: invalid timeout {}", name));
  }
}

void set_queue_timeout(Reading& reading, const OptionLine& line) {
  std::string_view text = line.text;
  size_t slash = text.find('/');
  Timeouts& timeouts = reading.config.options.timeouts;
  if (slash != std::string_view::npos) timeouts.queue_warn.values.fill(in_unit(reading, text.substr(slash + 1), 'h'));
  timeouts.queue_return.values.fill(in_unit(reading, text.substr(0, slash), 'd'));
}

}  // namespace sm::config
