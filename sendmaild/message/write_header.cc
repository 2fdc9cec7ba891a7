// The header of a message as a mailer gets it, and the "From " line before it.
#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/message/date.h"
#include "sendmaild/message/header_defaults.h"
#include "sendmaild/message/header_facts.h"
#include "sendmaild/message/mime_limits.h"
#include "sendmaild/message/write_message.h"

namespace sm::message {

namespace {

constexpr size_t kLongestHeaderLine = 2048;
constexpr size_t kFoldColumn = 78;

size_t fold_width(const config::Mailer& mailer) {
  size_t limit = mailer.line_limit > 2 ? static_cast<size_t>(mailer.line_limit) - 2 : kFoldColumn;
  return std::min(limit, kFoldColumn);
}

ListStyle list_style(const Envelope& envelope, const config::Options& options) {
  if (!options.old_style_headers) return ListStyle::commas;
  for (const HeaderField& field : envelope.headers.fields())
    if (field_kind(field.name).is_address() && field.value.find_first_of(",;<(") != std::string::npos)
      return ListStyle::commas;
  return ListStyle::old_style;
}

// Stored folds are kept; a continuation line starts with a blank whatever it was.
std::string unstructured_value(std::string_view value) {
  std::string out;
  bool first = true;
  for (std::string_view line : split(value, '\n')) {
    line = line.substr(0, kLongestHeaderLine);
    if (!first) out += line.empty() || !ascii::is_blank(line[0]) ? "\n " : "\n";
    out += line;
    first = false;
  }
  return out;
}

class HeaderWriter {
 public:
  HeaderWriter(const Envelope& envelope, const MessageForm& form)
      : envelope_(envelope), form_(form), style_(list_style(envelope, form.config->options)) {}

  bool shows(const HeaderField& field, HeaderChoice choice) const {
    FieldKind kind = field_kind(field.name);
    if (kind.bcc && envelope_.delete_bcc) return false;
    if (kind.asks_receipt && form_.config->options.rrt_implies_dsn) return false;
    if (choice.omit_transfer_encoding && ascii::equal_ignoring_case(field.name, "Content-Transfer-Encoding")) return false;
    if (choice.return_path && field.encoded) return true;
    return shown_for(field, form_.mailer->flags, *form_.macros);
  }

  std::string text(const HeaderField& field) const {
    FieldKind kind = field_kind(field.name);
    std::string value = kind.bcc ? "" : field.value;
    if (field.encoded) value = macros::expand(field.value, *form_.macros);
    if (kind.is_address() && !kind.bcc && !trim(value).empty())
      value = rewrite_address_field(value, field.name.size(), address_form(kind), form_.rewrite);
    else
      value = unstructured_value(limited_value(field.name, value));
    bool one_line = form_.config->options.single_line_from_header && ascii::equal_ignoring_case(field.name, "From");
    if (one_line) std::replace(value.begin(), value.end(), '\n', ' ');
    std::string out = field.name + ":" + value;
    if (form_.mailer->flags.has('6'))
      for (char& c : out) c = static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
    return out + "\n";
  }

 private:
  std::string limited_value(const std::string& name, const std::string& value) const {
    LimitedValue limited = limit_mime_field(name, value, form_.config->options);
    for (const std::string& complaint : limited.complaints) log::write(log::Priority::alert, envelope_.id, complaint);
    return std::move(limited.value);
  }

  AddressFieldForm address_form(const FieldKind& kind) const {
    AddressFieldForm out;
    out.role = kind.sender_address ? HeaderRole::sender : HeaderRole::recipient;
    out.style = style_;
    out.width = fold_width(*form_.mailer);
    out.strip_comments = form_.mailer->flags.has('c');
    out.must_quote = form_.config->options.must_quote_chars;
    out.colon_ok = form_.config->options.colon_ok_in_addr;
    return out;
  }

  const Envelope& envelope_;
  const MessageForm& form_;
  ListStyle style_;
};

}  // namespace

std::string header_text(const Envelope& envelope, const MessageForm& form, HeaderChoice choice) {
  HeaderWriter writer(envelope, form);
  std::string out;
  for (const HeaderField& field : envelope.headers.fields())
    if (writer.shows(field, choice)) out += writer.text(field);
  return out;
}

std::string unix_from_line(const Envelope& envelope, const MessageForm& form) {
  const config::MailerFlags& flags = form.mailer->flags;
  if (!form.unix_from || flags.has('n')) return "";
  macros::MacroScope scope(form.macros);
  if (form.macros->find("d") == nullptr) scope.set("d", ctime_date(envelope.created));
  if (!flags.has('U')) return macros::expand(form.config->options.unix_from_line, scope);
  std::string sender = scope.value("g");
  std::string host = scope.value("k"), user = sender;
  if (size_t bang = sender.find('!'); bang != std::string::npos) {
    host = sender.substr(0, bang);
    user = sender.substr(bang + 1);
  } else if (size_t at = sender.rfind('@'); at != std::string::npos) {
    host = sender.substr(at + 1);
    user = sender.substr(0, at);
  }
  return "From " + user + "  " + scope.value("d") + " remote from " + host;
}

}  // namespace sm::message
