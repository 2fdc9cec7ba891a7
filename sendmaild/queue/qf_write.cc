// Line by line in sendmail's order. Nothing that came from outside can start a line of its own: newlines are replaced, except
// for the folds of header values, whose next lines start with a blank.
#include "sendmaild/queue/qf_write.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/clock.h"
#include "lib/base/text.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/header_rewrite.h"

namespace sm::queue {

namespace {

using message::Envelope;
using message::Recipient;

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; }, ' ');
  return out;
}

bool is_kept(const Recipient& recipient) {
  return recipient.state == Recipient::State::pending || recipient.state == Recipient::State::deferred;
}

std::string envelope_flags(const Envelope& envelope) {
  std::string flags;
  auto put = [&flags](bool on, char letter) {
    if (on) flags += letter;
  };
  put(envelope.warning_sent, 'w');
  put(envelope.is_bounce, 'r');
  put(envelope.has_8bit, '8');
  put(envelope.delete_bcc, 'b');
  put(envelope.return_given, 'd');
  put(envelope.return_headers_only, 'n');
  put(envelope.is_split, 's');
  put(envelope.smtputf8, 'e');
  return flags;
}

std::string recipient_flags(const Recipient& recipient) {
  const message::NotifyWish& wish = recipient.notify;
  std::string flags;
  auto put = [&flags](bool on, char letter) {
    if (on) flags += letter;
  };
  put(recipient.primary, 'P');
  put(wish.given, 'N');
  put(wish.given && wish.success, 'S');
  put(!wish.given || wish.failure, 'F');
  put(!wish.given || wish.delay, 'D');
  put(recipient.from_alias, 'A');
  put(recipient.is_bcc, 'B');
  return flags;
}

// "rfc822;team+x@y" as ORCPT= spells it: the part after the type is xtext.
std::string original_as_xtext(const std::string& original) {
  size_t semicolon = original.find(';');
  if (semicolon == std::string::npos) return xtext_encode(original);
  return original.substr(0, semicolon + 1) + xtext_encode(std::string_view(original).substr(semicolon + 1));
}

QfRecipient to_qf(const Recipient& recipient) {
  QfRecipient out;
  out.flags = recipient_flags(recipient);
  out.address = recipient.address;
  if (recipient.original_recipient) out.original = original_as_xtext(*recipient.original_recipient);
  out.final_recipient = recipient.final_recipient;
  out.status = recipient.message;
  if (recipient.controller) {
    const message::ControllingUser& user = *recipient.controller;
    out.controller = fmt::format("{}:{}:{}:{}", user.user, user.uid, user.gid, user.alias);
  }
  return out;
}

// The macros that travel with a message: what every sendmail keeps, and the class {persistentMacros} of the .cf.
std::vector<std::string> persistent_names(const config::Config& config) {
  std::vector<std::string> names = {"_", "r", "s", "daemon_flags", "if_addr"};
  if (const config::WordClass* words = config.classes.find("persistentMacros")) {
    for (const auto& [word, age] : words->words()) {
      std::string name = word;
      if (name.size() > 2 && name.front() == '{' && name.back() == '}') name = name.substr(1, name.size() - 2);
      names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return std::pair(a.size() > 1, a) < std::pair(b.size() > 1, b);
  });
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// Address fields are stored in the form in which they are sent before any rewriting.
message::HeaderField stored_field(message::HeaderField field, const config::Config& config) {
  message::FieldKind kind = message::field_kind(field.name);
  if (!kind.is_address() || field.encoded || field.text().empty()) return field;
  message::AddressFieldForm form;
  form.must_quote = config.options.must_quote_chars;
  field.value = message::rewrite_address_field(field.value, field.name.size(), form, nullptr);
  return field;
}

std::string macro_line(const std::pair<std::string, std::string>& macro) {
  const auto& [name, value] = macro;
  return name.size() == 1 ? "$" + name + one_line(value) : "${" + name + "}" + one_line(value);
}

char deliver_by_flags(char mode) {
  constexpr char kNotify = 1, kReturn = 2, kTrace = 16;
  char flags = ascii::to_upper(mode) == 'R' ? kReturn : kNotify;
  return ascii::is_lower(mode) ? static_cast<char>(flags | kTrace) : flags;
}

std::string condition(const message::HeaderField& field) {
  if (field.condition_macro.empty()) return field.mailer_flags;
  return field.condition_macro.size() == 1 ? "$" + field.condition_macro : "${" + field.condition_macro + "}";
}

// A value's bytes that would be read as macro references are quoted, unless they are some.
std::string header_line(const message::HeaderField& field) {
  std::string value = field.encoded ? field.value : address::quote_encoded(field.value);
  std::string out = fmt::format("H?{}?{}:", condition(field), one_line(field.name));
  bool first = true;
  for (std::string_view line : split(value, '\n')) {
    if (!first) out += line.empty() || !ascii::is_blank(line[0]) ? "\n\t" : "\n";
    out += line;
    first = false;
  }
  std::erase(out, '\0');
  return out;
}

class Lines {
 public:
  void put(char letter, std::string_view value) { put_text(letter + one_line(value)); }
  void put_text(std::string_view line) { text_.append(line).append("\n"); }
  void put_if(char letter, std::string_view value) {
    if (!value.empty()) put(letter, value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string format(const QfContents& contents, const DataIdentity* identity) {
  Lines lines;
  lines.put('V', fmt::to_string(contents.version));
  lines.put('T', fmt::to_string(contents.created));
  lines.put('K', fmt::to_string(contents.last_attempt));
  lines.put('N', fmt::to_string(contents.attempts));
  lines.put('P', fmt::to_string(contents.priority));
  lines.put_if('d', contents.data_directory);
  if (identity != nullptr) lines.put('I', fmt::format("{}/{}/{}", identity->major, identity->minor, identity->inode));
  lines.put_if('B', contents.body_type);
  if (contents.is_quarantined) lines.put('q', contents.quarantine);
  lines.put_if('M', contents.status);
  lines.put_if('F', contents.flags);
  for (const auto& macro : contents.macros) lines.put_text(macro_line(macro));
  lines.put('S', contents.sender);
  if (contents.envelope_id) lines.put('Z', *contents.envelope_id);
  if (contents.auth_sender) lines.put('A', *contents.auth_sender);
  if (contents.deliver_by)
    lines.put_text(fmt::format("!{} {}", deliver_by_flags(contents.deliver_by->first), contents.deliver_by->second));
  std::string controller;
  for (const QfRecipient& recipient : contents.recipients) {
    if (recipient.controller != controller) lines.put('C', recipient.controller);
    controller = recipient.controller;
    lines.put_if('M', recipient.status);
    lines.put_if('Q', recipient.original);
    lines.put_if('r', recipient.final_recipient);
    lines.put('R', recipient.flags + ":" + recipient.address);
  }
  for (const message::HeaderField& field : contents.headers) lines.put_text(header_line(field));
  lines.put_text(".");
  return lines.take();
}

}  // namespace

QfContents to_contents(const Envelope& envelope, const config::Config& config) {
  QfContents out;
  out.created = to_seconds(envelope.created);
  out.last_attempt = to_seconds(envelope.last_attempt);
  out.attempts = envelope.attempts;
  out.priority = envelope.priority;
  if (envelope.body_type == message::BodyType::eight_bit_mime) out.body_type = "8BITMIME";
  if (envelope.body_type == message::BodyType::seven_bit) out.body_type = "7BIT";
  out.quarantine = envelope.quarantine_reason;
  out.is_quarantined = !envelope.quarantine_reason.empty();
  out.status = envelope.status_message;
  out.flags = envelope_flags(envelope);
  for (const std::string& name : persistent_names(config)) {
    const std::string* value = envelope.macros.find(name);
    if (value != nullptr && !value->empty()) out.macros.emplace_back(name, *value);
  }
  out.sender = envelope.sender.empty() ? "<>" : envelope.sender;
  if (envelope.envelope_id) out.envelope_id = xtext_encode(*envelope.envelope_id);
  if (envelope.auth_sender && !envelope.auth_sender->empty()) out.auth_sender = envelope.auth_sender;
  if (envelope.deliver_by)
    out.deliver_by = std::pair(envelope.deliver_by->first, envelope.deliver_by->second - out.created);
  for (const Recipient& recipient : envelope.recipients)
    if (is_kept(recipient)) out.recipients.push_back(to_qf(recipient));
  for (const message::HeaderField& field : envelope.headers.fields()) out.headers.push_back(stored_field(field, config));
  return out;
}

std::string format_qf(const QfContents& contents) { return format(contents, nullptr); }
std::string format_qf(const QfContents& contents, const DataIdentity& identity) { return format(contents, &identity); }

}  // namespace sm::queue
