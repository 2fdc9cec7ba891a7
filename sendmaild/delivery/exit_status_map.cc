// The table of statuses. Invariant: a status that is not in the table is a failure for good ("unknown mailer error N"),
// as a mailer that wants another attempt has to say EX_TEMPFAIL.
#include "sendmaild/delivery/exit_status_map.h"

#include <fmt/format.h>

namespace sm::delivery {

StatusText status_text(int exit_status) {
  switch (static_cast<ExitStatus>(exit_status)) {
    case ExitStatus::ok: return {250, "2.0.0", "2.0.0", "Sent"};
    case ExitStatus::usage: return {500, "5.0.0", "5.5.4", "Command line usage error"};
    case ExitStatus::data_error: return {501, "5.6.0", "5.5.2", "Data format error"};
    case ExitStatus::no_input: return {550, "5.3.0", "5.3.0", "Cannot open input"};
    case ExitStatus::no_user: return {550, "5.1.1", "5.1.1", "User unknown"};
    case ExitStatus::no_host: return {550, "5.1.2", "5.1.2", "Host unknown"};
    case ExitStatus::unavailable: return {554, "5.0.0", "5.5.0", "Service unavailable"};
    case ExitStatus::software: return {554, "5.3.0", "5.5.0", "Internal error"};
    case ExitStatus::os_error: return {451, "4.0.0", "4.5.0", "Operating system error"};
    case ExitStatus::os_file: return {554, "5.3.5", "5.5.0", "System file missing"};
    case ExitStatus::cannot_create: return {550, "5.0.0", "5.3.0", "Can't create output"};
    case ExitStatus::io_error: return {451, "4.0.0", "4.5.0", "I/O error"};
    case ExitStatus::temp_fail: return {450, "4.0.0", "4.2.0", "Deferred"};
    case ExitStatus::protocol: return {554, "5.5.0", "5.5.0", "Remote protocol error"};
    case ExitStatus::no_permission: return {550, "5.0.0", "5.3.0", "Insufficient permission"};
    case ExitStatus::config: return {554, "5.3.5", "5.3.5", "Local configuration error"};
  }
  return {554, "5.3.0", "5.5.0", "unknown mailer error"};
}

bool is_temporary(int exit_status) {
  return exit_status == to_int(ExitStatus::temp_fail) || exit_status == to_int(ExitStatus::os_error) ||
         exit_status == to_int(ExitStatus::io_error);
}

Outcome outcome_of_status(int exit_status, const std::string& detail) {
  StatusText text = status_text(exit_status);
  Outcome outcome;
  outcome.status = static_cast<ExitStatus>(exit_status);
  outcome.enhanced = text.dsn;
  outcome.stat = text.text;
  bool known = std::string_view(text.text) != "unknown mailer error";
  if (!known) {
    outcome.stat += fmt::format(" {}", exit_status);
    outcome.status = ExitStatus::unavailable;
  }
  if (!detail.empty()) outcome.stat += ": " + detail;
  if (exit_status == 0) {
    outcome.kind = Outcome::Kind::delivered;
    return outcome;
  }
  outcome.kind = is_temporary(exit_status) ? Outcome::Kind::deferred : Outcome::Kind::failed;
  outcome.transcript = fmt::format("{} {} {}", text.code, text.reply_enhanced, outcome.stat);
  return outcome;
}

Outcome outcome_of_status(ExitStatus exit_status, const std::string& detail) {
  return outcome_of_status(to_int(exit_status), detail);
}

std::string about_line(const std::string& line, const std::string& address) {
  static constexpr std::string_view kCodes[] = {"250 ", "252 ", "450 ", "550 ", "553 "};
  size_t second = line.find(' ');
  size_t text = second == std::string::npos ? second : line.find(' ', second + 1);
  for (std::string_view code : kCodes) {
    if (line.compare(0, code.size(), code) == 0 && text != std::string::npos) {
      return line.substr(0, text + 1) + address + "... " + line.substr(text + 1);
    }
  }
  return line;
}

}  // namespace sm::delivery
