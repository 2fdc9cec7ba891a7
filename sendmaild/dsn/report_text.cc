// Part 1 of a report: the words, their order and the empty lines between them are what people and scripts recognise.
#include <fmt/format.h>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/dsn/report_parts.h"
#include "sendmaild/message/date.h"

namespace sm::dsn {

namespace {

using message::Recipient;

// What a program's exit status says, where nothing better is known.
const char* exit_status_text(int64_t status) {
  switch (static_cast<ExitStatus>(status)) {
    case ExitStatus::usage: return "Command line usage error";
    case ExitStatus::data_error: return "Data format error";
    case ExitStatus::no_input: return "Cannot open input";
    case ExitStatus::no_user: return "User unknown";
    case ExitStatus::no_host: return "Host unknown";
    case ExitStatus::unavailable: return "Service unavailable";
    case ExitStatus::software: return "Internal error";
    case ExitStatus::os_error: return "Operating system error";
    case ExitStatus::os_file: return "System file missing";
    case ExitStatus::cannot_create: return "Can't create output";
    case ExitStatus::io_error: return "I/O error";
    case ExitStatus::temp_fail: return "Deferred";
    case ExitStatus::protocol: return "Remote protocol error";
    case ExitStatus::no_permission: return "Insufficient permission";
    case ExitStatus::config: return "Local configuration error";
    default: return nullptr;
  }
}

std::string reason_of(const Recipient& recipient) {
  std::optional<int64_t> number = parse_int(recipient.remote_reply);
  const char* text = number ? exit_status_text(*number) : nullptr;
  return text != nullptr ? text : recipient.remote_reply;
}

constexpr const char* kWarningBox =
    "    **********************************************\n"
    "    **      THIS IS A WARNING MESSAGE ONLY      **\n"
    "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n"
    "    **********************************************\n\n";

std::string received_lines(const ReportView& view) {
  const message::Envelope& original = view.original();
  std::string text = "The original message was received at " + message::rfc5322_date(original.created) + "\n";
  std::string from = original.macros.value("_");
  text += "from " + (from.empty() ? std::string("localhost") : from) + "\n";
  if (view.to_postmaster) text += "with id " + original.id + "\n";
  return text + "\n";
}

// ErrorHeader: a text, or a file whose lines may hold macros.
std::string error_header(const ReportView& view) {
  const std::string& option = view.options().error_header;
  if (option.empty() || view.request.kind == ReportKind::receipt) return "";
  if (option[0] != '/') return option + "\n\n";
  constexpr size_t kLargest = 64 * 1024;
  Result<std::string> file = read_file(option, kLargest);
  if (!file) return "";
  std::string text;
  for (std::string_view line : split(trim_right(*file), '\n'))
    text += macros::expand(address::encode_dollars(line).text, view.original().macros) + "\n";
  return text + "\n";
}

std::string permanent_errors(const ReportView& view) {
  std::string text;
  for (const Recipient& recipient : view.original().recipients) {
    if (!is_failure_to_report(recipient)) continue;
    text += recipient.address + "\n";
    std::string reason = reason_of(recipient);
    if (!reason.empty()) text += "    (reason: " + reason + ")\n";
    if (recipient.parent) text += "    (expanded from: " + *recipient.parent + ")\n";
  }
  if (text.empty()) return "";
  return "   ----- The following addresses had permanent fatal errors -----\n" + text + "\n";
}

const char* success_text(const Recipient& recipient) {
  if (recipient.relayed) return "relayed to non-DSN-aware mailer";
  if (recipient.delivered_to_list) return "successfully delivered to mailing list";
  if (recipient.state == Recipient::State::expanded) return "expanded by alias";
  return "successfully delivered to mailbox";
}

std::string successes(const ReportView& view) {
  if (view.request.kind != ReportKind::receipt) return "";
  std::string text;
  for (const Recipient& recipient : view.original().recipients)
    if (is_reported(recipient, ReportKind::receipt))
      text += fmt::format("{}  ({})\n", recipient.address, success_text(recipient));
  if (text.empty()) return "";
  return "   ----- The following addresses had successful delivery notifications -----\n" + text + "\n";
}

std::string transcript(const ReportView& view) {
  if (view.parts.transcript == nullptr) return "";
  std::optional<std::string> text = view.parts.transcript->text();
  if (!text) return "   ----- Transcript of session is unavailable -----\n";
  return text->empty() ? "" : "   ----- Transcript of session follows -----\n" + *text;
}

}  // namespace

std::string_view without_brackets(std::string_view address) {
  if (address.starts_with('<') && address.ends_with('>')) return address.substr(1, address.size() - 2);
  return address;
}

bool is_failure_to_report(const Recipient& recipient) {
  return recipient.state == Recipient::State::failed && wants_failure(recipient);
}

bool is_reported(const Recipient& recipient, ReportKind kind) {
  if (kind == ReportKind::receipt)
    return recipient.primary && wants_success(recipient) &&
           (recipient.relayed || recipient.delivered_to_list || recipient.delivered_to_mailbox ||
            recipient.state == Recipient::State::expanded);
  return is_failure_to_report(recipient) || (recipient.primary && recipient.delayed);
}

std::string explanation(const ReportView& view) {
  std::string text;
  if (view.request.kind == ReportKind::warning && !view.to_postmaster) text += kWarningBox;
  return text + received_lines(view) + error_header(view) + permanent_errors(view) + successes(view) + transcript(view);
}

}  // namespace sm::dsn
