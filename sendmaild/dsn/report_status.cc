// Part 2 of a report: fields for programs (RFC 3464 §2).
#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/dsn/report_parts.h"
#include "sendmaild/message/date.h"

namespace sm::dsn {

namespace {

using message::Recipient;

std::string one_line(std::string_view text) {
  std::string out(trim(text));
  std::replace_if(out.begin(), out.end(), ascii::is_control, ' ');
  return out;
}

std::string field(const char* name, std::string_view value) { return std::string(name) + ": " + one_line(value) + "\n"; }

const char* action_of(const Recipient& recipient) {
  if (recipient.state == Recipient::State::failed) return "failed";
  if (recipient.delivered_to_list) return "delivered (to mailing list)";
  if (recipient.relayed) return "relayed (to non-DSN-aware mailer)";
  if (recipient.state == Recipient::State::expanded) return "expanded (to multi-recipient alias)";
  if (recipient.delivered_to_mailbox) return "delivered (to mailbox)";
  return "delayed";
}

std::string status_of(const Recipient& recipient) {
  if (!recipient.enhanced.empty()) return recipient.enhanced;
  if (recipient.state == Recipient::State::failed) return "5.0.0";
  return recipient.delayed ? "4.0.0" : "2.0.0";
}

std::string final_recipient(const ReportView& view, const Recipient& recipient) {
  if (!recipient.final_recipient.empty()) return recipient.final_recipient;
  std::string address(without_brackets(recipient.address));
  if (address.find('@') == std::string::npos) address += "@" + view.host;
  return "RFC822; " + address;
}

// The address it was really delivered to, where that is not the same text.
std::string actual_recipient(const ReportView& view, const Recipient& recipient) {
  std::string address = recipient.user.empty() ? std::string(without_brackets(recipient.address)) : recipient.user;
  if (address.find('@') == std::string::npos) address += "@" + view.host;
  return "rfc822; " + address;
}

std::string recipient_fields(const ReportView& view, const Recipient& recipient) {
  std::string text = "\n";
  const config::Mailer* mailer = recipient.mailer;
  if (recipient.original_recipient && recipient.original_recipient->find(';') != std::string::npos)
    text += field("Original-Recipient", *recipient.original_recipient);
  std::string final = final_recipient(view, recipient);
  text += field("Final-Recipient", final);
  std::string actual = actual_recipient(view, recipient);
  if (actual != final && !view.options().privacy_options.has(config::Privacy::noactualrecipient))
    text += field("X-Actual-Recipient", actual);
  text += field("Action", action_of(recipient));
  text += field("Status", status_of(recipient));
  if (!recipient.remote_mta.empty()) {
    std::string_view host = recipient.remote_mta;
    if (host.ends_with('.')) host.remove_suffix(1);
    text += field("Remote-MTA", (mailer == nullptr ? "dns" : mailer->mta_type) + "; " + std::string(host));
  }
  if (!recipient.remote_reply.empty())
    text += field("Diagnostic-Code", (mailer == nullptr ? "smtp" : mailer->diagnostic_type) + "; " + recipient.remote_reply);
  bool tried = recipient.last_attempt.time_since_epoch().count() != 0;
  text += field("Last-Attempt-Date", message::rfc5322_date(tried ? recipient.last_attempt : view.parts.now));
  if (recipient.delayed && recipient.state != Recipient::State::failed) {
    TimePoint until = view.original().created + view.options().timeouts.queue_return[view.original().timeout_class];
    text += field("Will-Retry-Until", message::rfc5322_date(until));
  }
  return text;
}

}  // namespace

std::string delivery_status(const ReportView& view) {
  const message::Envelope& original = view.original();
  std::string text;
  if (original.envelope_id) text += field("Original-Envelope-Id", *original.envelope_id);
  text += field("Reporting-MTA", "dns; " + view.host);
  std::string client = original.macros.value("client_name");
  if (!client.empty() && client != "localhost") {
    const config::Mailer* mailer = original.sender_mailer;
    text += field("Received-From-MTA", (mailer == nullptr ? "dns" : mailer->mta_type) + "; " + client);
  }
  text += field("Arrival-Date", message::rfc5322_date(original.created));
  if (original.deliver_by)
    text += field("Deliver-By-Date", message::rfc5322_date(from_seconds(original.deliver_by->second)));
  for (const Recipient& recipient : original.recipients)
    if (is_reported(recipient, view.request.kind)) text += recipient_fields(view, recipient);
  return text;
}

}  // namespace sm::dsn
