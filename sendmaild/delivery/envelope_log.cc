// The fields in sendmail's order, each cut to sendmail's length. Control characters are escaped by the log itself.
// Invariant: nothing here decides; what is not known is left out.
#include "sendmaild/delivery/envelope_log.h"

#include <fmt/format.h>

#include "lib/base/interval.h"
#include "sendmaild/config/mailer.h"

namespace sm::delivery {
namespace {

constexpr size_t kAddressLength = 200;
constexpr size_t kMessageIdLength = 100;
constexpr size_t kControllerLength = 83;
constexpr size_t kTextLength = 203;

std::string cut(std::string_view text, size_t limit) { return std::string(text.substr(0, limit)); }

std::string age(const message::Envelope& envelope) {
  auto lived = std::chrono::system_clock::now() - envelope.created;
  return format_delay(std::max(std::chrono::duration_cast<std::chrono::seconds>(lived), std::chrono::seconds(0)));
}

std::string body_word(message::BodyType type) {
  switch (type) {
    case message::BodyType::seven_bit: return "7BIT";
    case message::BodyType::eight_bit_mime: return "8BITMIME";
    case message::BodyType::binary_mime: return "BINARYMIME";
    case message::BodyType::unknown: break;
  }
  return {};
}

}  // namespace

std::string bare_address(std::string_view address) {
  if (address.size() >= 2 && address.front() == '<' && address.back() == '>') address = address.substr(1, address.size() - 2);
  return std::string(address);
}

std::string from_line(const message::Envelope& envelope, size_t recipients) {
  const macros::MacroScope& scope = envelope.macros;
  std::string line = fmt::format("from={}, size={}, class={}, nrcpts={}", cut(envelope.sender, kAddressLength),
                                 std::max<int64_t>(envelope.message_size, 0), envelope.precedence_class, recipients);
  if (!envelope.message_id.empty()) line += ", msgid=" + cut(envelope.message_id, kMessageIdLength);
  std::string body = body_word(envelope.body_type);
  if (!body.empty()) line += ", bodytype=" + body;
  std::string protocol = scope.value("r");
  if (!protocol.empty()) line += ", proto=" + cut(protocol, 20);
  std::string daemon = scope.value("daemon_name");
  if (!daemon.empty()) line += ", daemon=" + cut(daemon, 20);
  std::string relay = scope.value("_");
  line += ", relay=" + (relay.empty() ? "localhost" : relay);
  return line;
}

ToLine waiting_line(const message::Recipient& recipient, const std::string& stat) {
  ToLine line;
  line.recipients = {&recipient};
  line.attempted = false;
  line.mailer = recipient.mailer == nullptr ? "" : recipient.mailer->name;
  line.dsn = recipient.enhanced;
  line.stat = stat;
  return line;
}

std::string to_line(const message::Envelope& envelope, const ToLine& line) {
  std::string text = "to=";
  for (size_t i = 0; i < line.recipients.size(); ++i) {
    if (i > 0) text += ",";
    text += line.recipients[i]->address;
  }
  if (line.controller != nullptr) {
    text += fmt::format(", ctladdr={}", cut(line.controller->alias, kControllerLength));
    // DefaultUser stands here by its uid alone.
    const message::ControllingUser& user = *line.controller;
    bool nobody = user.user.empty();
    if (!nobody || user.uid != 0) text += fmt::format(" ({}/{})", user.uid, nobody ? 0 : user.gid);
  }
  text += ", delay=" + age(envelope);
  if (line.attempted) text += ", xdelay=" + format_delay(line.attempt_duration);
  if (!line.mailer.empty()) text += ", mailer=" + line.mailer;
  text += fmt::format(", pri={}", envelope.priority);
  if (!line.relay.empty()) text += ", relay=" + line.relay;
  if (!line.dsn.empty()) text += ", dsn=" + line.dsn;
  if (!line.reply.empty()) text += ", reply=" + cut(line.reply, kTextLength);
  text += ", stat=" + line.stat;
  return text;
}

std::string aborted_line(const message::Envelope& envelope, const message::Recipient& recipient,
                         const std::string& reason) {
  return fmt::format("to={}, delay={}, pri={}, stat={}", recipient.address, age(envelope), envelope.priority, reason);
}

}  // namespace sm::delivery
