// One handler for each letter. The order of lines is free but for those that describe the R line after them (C M Q r).
#include "sendmaild/queue/qf_read.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/clock.h"
#include "lib/base/text.h"
#include "sendmaild/message/header_facts.h"

namespace sm::queue {

namespace {

constexpr int64_t kNewestVersion = 8;
constexpr int64_t kNoPriority = 0x7fffffff;  // a file without a P line comes last

// Seconds, within what the clock's type can hold.
int64_t parse_time(std::string_view value) {
  constexpr int64_t kLatest = 4'000'000'000;  // the year 2096; two of them can be added
  return std::clamp<int64_t>(parse_leading_int(value), -kLatest, kLatest);
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view file) : rest_(text), file_(file) {
    out_.contents.priority = kNoPriority;
  }

  QfParse run() {
    std::string_view line;
    while (!out_.problem && !ended_ && next_line(line)) parse_line(line);
    if (!out_.problem && !ended_)
      out_.problem = QfProblem{QfProblem::Kind::incomplete, "incomplete queue file",
                               fmt::format("readqf: {}: incomplete queue file read", file_)};
    if (!out_.problem && ended_ && !trim(rest_).empty())
      bogus("unrecognized line", fmt::format("SECURITY ALERT: extra or bogus data in queue file: {}",
                                             escape_controls(rest_.substr(0, rest_.find('\n')))));
    return std::move(out_);
  }

 private:
  // A logical line: the text line and those after it that start with a blank, newlines kept.
  bool next_line(std::string_view& line) {
    if (rest_.empty()) return false;
    size_t end = 0;
    for (;;) {
      size_t newline = rest_.find('\n', end);
      if (newline == std::string_view::npos) {
        // Without its newline the last line was cut off in the middle.
        rest_ = {};
        return false;
      }
      ++number_;
      end = newline + 1;
      if (end >= rest_.size() || !ascii::is_blank(rest_[end])) break;
    }
    line = rest_.substr(0, end - 1);
    rest_.remove_prefix(end);
    return true;
  }

  void bogus(std::string reason, std::string message) {
    out_.problem = QfProblem{QfProblem::Kind::bogus, std::move(reason), std::move(message)};
  }

  void parse_line(std::string_view line) {
    if (line.empty()) return;
    char letter = line[0];
    std::string_view value = line.substr(1);
    if (parse_number(letter, value) || parse_envelope_line(letter, value) || parse_recipient_line(letter, value)) return;
    if (letter == '.' && value.empty())
      ended_ = true;
    else if (letter == 'H')
      parse_header(value);
    else
      bogus("unrecognized line", fmt::format("readqf: {}: line {}: bad line \"{}\"", file_, number_, escape_controls(line)));
  }

  bool parse_number(char letter, std::string_view value) {
    QfContents& contents = out_.contents;
    switch (letter) {
      case 'V':
        contents.version = static_cast<int>(parse_leading_int(value));
        if (contents.version > kNewestVersion)
          bogus("unsupported queue file version",
                fmt::format("Version number in queue file ({}) greater than max ({})", contents.version, kNewestVersion));
        return true;
      case 'T': contents.created = parse_time(value); return true;
      case 'K': contents.last_attempt = parse_time(value); return true;
      case 'N': contents.attempts = parse_leading_int(value); return true;
      case 'P': contents.priority = parse_leading_int(value); return true;
      // The identity of the data file, and what old versions wrote: not needed.
      case 'I': case 'D': case 'E': case 'L': return true;
      default: return false;
    }
  }

  bool parse_envelope_line(char letter, std::string_view value) {
    QfContents& contents = out_.contents;
    switch (letter) {
      case 'd':
        contents.data_directory = value;
        if (value.empty() || value[0] != '/')
          bogus("bogus queue file directory", fmt::format("readqf: {}: bogus queue file directory", file_));
        return true;
      case 'B':
        contents.body_type = value;
        if (value != "8BITMIME" && value != "7BIT") bogus_data('B', value);
        return true;
      case 'q':
        contents.quarantine = value;
        contents.is_quarantined = true;
        return true;
      case 'F': return parse_flags(value);
      case '$': parse_macro(value); return true;
      case 'S': contents.sender = value; return true;
      case 'Z': contents.envelope_id = value; return true;
      case 'A': contents.auth_sender = value; return true;
      case '!': parse_deliver_by(value); return true;
      default: return false;
    }
  }

  void bogus_data(char letter, std::string_view value) {
    bogus("bogus queue line", fmt::format("SECURITY ALERT: extra or bogus data in queue file: {}{}", letter,
                                          escape_controls(value)));
  }

  bool parse_flags(std::string_view value) {
    // A mailbox delivered into the queue directory starts like this.
    if (value.starts_with("rom ")) {
      bogus("bogus queue line", fmt::format("SECURITY ALERT: bogus qf line F{}", escape_controls(value)));
      return true;
    }
    out_.contents.flags = value;
    return true;
  }

  void parse_macro(std::string_view value) {
    address::ParsedName name = address::parse_name(value);
    if (name.valid()) out_.contents.macros.emplace_back(name.name, std::string(value.substr(name.length)));
  }

  void parse_deliver_by(std::string_view value) {
    constexpr char kReturn = 2, kTrace = 16;
    if (value.size() < 2) return;
    char mode = (value[0] & kReturn) != 0 ? 'R' : 'N';
    if ((value[0] & kTrace) != 0) mode = ascii::to_lower(mode);
    out_.contents.deliver_by = std::pair(mode, parse_time(trim(value.substr(1))));
  }

  bool parse_recipient_line(char letter, std::string_view value) {
    switch (letter) {
      // The first M in front of all recipients is the message's; later ones belong to the next recipient.
      case 'M': (sender_seen() ? next_.status : out_.contents.status) = value; return true;
      case 'C': controller_ = value; return true;
      case 'Q': next_.original = value; return true;
      case 'r': next_.final_recipient = value; return true;
      case 'R': parse_recipient(value); return true;
      default: return false;
    }
  }
  bool sender_seen() const { return !out_.contents.sender.empty(); }

  void parse_recipient(std::string_view value) {
    size_t colon = value.find(':');
    bool has_flags = colon != std::string_view::npos && out_.contents.version > 0;
    for (size_t i = 0; has_flags && i < colon; ++i) has_flags = ascii::is_upper(value[i]);
    next_.flags = has_flags ? value.substr(0, colon) : std::string_view("PFD");
    next_.address = has_flags ? value.substr(colon + 1) : value;
    next_.controller = controller_;
    out_.contents.recipients.push_back(std::move(next_));
    next_ = QfRecipient();
  }

  void parse_header(std::string_view value) {
    message::HeaderField field;
    if (value.starts_with('?')) {
      size_t end = value.find('?', 1);
      if (end == std::string_view::npos) return bogus_data('H', value);
      std::string_view condition = value.substr(1, end - 1);
      if (condition.starts_with('$'))
        field.condition_macro = address::parse_name(condition.substr(1)).name;
      else
        field.mailer_flags = condition;
      value.remove_prefix(end + 1);
    }
    size_t colon = value.find(':');
    field.name = trim(value.substr(0, colon));
    bool has_name = !field.name.empty() && std::none_of(field.name.begin(), field.name.end(), ascii::is_control);
    if (colon == std::string_view::npos || !has_name) return bogus_data('H', value);
    std::string_view text = value.substr(colon + 1);
    field.encoded = has_macro(text);
    field.value = field.encoded ? std::string(text) : address::unquote_encoded(text);
    out_.contents.headers.push_back(std::move(field));
  }

  static bool has_macro(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == address::meta::kQuote)
        ++i;
      else if (text[i] == address::meta::kMacro)
        return true;
    }
    return false;
  }

  std::string_view rest_;
  std::string_view file_;
  QfParse out_;
  QfRecipient next_;
  std::string controller_;
  int number_ = 0;
  bool ended_ = false;
};

bool has_flag(const std::string& flags, char letter) { return flags.find(letter) != std::string::npos; }

std::optional<message::ControllingUser> controller_of(const std::string& text) {
  std::vector<std::string_view> parts = split(text, ':');
  if (text.empty() || parts.size() < 4) return std::nullopt;
  message::ControllingUser user;
  user.user = parts[0];
  user.uid = static_cast<uid_t>(parse_leading_int(parts[1]));
  user.gid = static_cast<gid_t>(parse_leading_int(parts[2]));
  size_t skipped = parts[0].size() + parts[1].size() + parts[2].size() + 3;
  user.alias = text.substr(skipped);
  return user;
}

message::Recipient to_recipient(const QfRecipient& qf) {
  message::Recipient out;
  out.address = qf.address;
  out.primary = has_flag(qf.flags, 'P');
  out.from_alias = has_flag(qf.flags, 'A');
  out.is_bcc = has_flag(qf.flags, 'B');
  out.notify.given = has_flag(qf.flags, 'N');
  out.notify.success = out.notify.given && has_flag(qf.flags, 'S');
  out.notify.failure = out.notify.given && has_flag(qf.flags, 'F');
  out.notify.delay = out.notify.given && has_flag(qf.flags, 'D');
  out.notify.never = out.notify.given && !out.notify.success && !out.notify.failure && !out.notify.delay;
  if (!qf.original.empty()) {
    size_t semicolon = qf.original.find(';');
    size_t start = semicolon == std::string::npos ? 0 : semicolon + 1;
    std::string_view encoded = std::string_view(qf.original).substr(start);
    out.original_recipient = qf.original.substr(0, start) + xtext_decode(encoded).value_or(std::string(encoded));
  }
  out.final_recipient = qf.final_recipient;
  out.message = qf.status;
  out.controller = controller_of(qf.controller);
  return out;
}

}  // namespace

QfParse parse_qf(std::string_view text, std::string_view file) { return Parser(text, file).run(); }

message::Envelope to_envelope(const QfContents& contents, std::string_view id, const macros::MacroScope* outer,
                              const config::Config& config) {
  message::Envelope out(outer);
  out.id = id;
  out.macros.set("i", std::string(id));
  out.created = from_seconds(contents.created);
  out.last_attempt = from_seconds(contents.last_attempt);
  out.attempts = static_cast<int>(contents.attempts);
  out.priority = contents.priority;
  if (contents.body_type == "8BITMIME") out.body_type = message::BodyType::eight_bit_mime;
  if (contents.body_type == "7BIT") out.body_type = message::BodyType::seven_bit;
  if (contents.is_quarantined) out.quarantine_reason = contents.quarantine.empty() ? "unknown reason" : contents.quarantine;
  out.status_message = contents.status;
  out.warning_sent = has_flag(contents.flags, 'w');
  out.is_bounce = has_flag(contents.flags, 'r');
  out.has_8bit = has_flag(contents.flags, '8');
  out.delete_bcc = has_flag(contents.flags, 'b');
  out.return_given = has_flag(contents.flags, 'd');
  out.is_split = has_flag(contents.flags, 's');
  out.smtputf8 = has_flag(contents.flags, 'e');
  for (const auto& [name, value] : contents.macros) out.macros.set(name, value);
  out.sender = contents.sender.empty() ? "<>" : contents.sender;
  if (contents.envelope_id) out.envelope_id = xtext_decode(*contents.envelope_id).value_or(*contents.envelope_id);
  out.auth_sender = contents.auth_sender;
  if (contents.deliver_by)
    out.deliver_by = std::pair(contents.deliver_by->first, contents.created + contents.deliver_by->second);
  for (const QfRecipient& recipient : contents.recipients) out.recipients.push_back(to_recipient(recipient));
  for (const message::HeaderField& field : contents.headers) {
    out.message_size += static_cast<int64_t>(field.name.size() + field.value.size() + 2);
    out.headers.append(field);
  }
  out.message_size += 1;  // the empty line
  message::note_header_facts(out, config);
  out.return_headers_only = has_flag(contents.flags, 'n');
  return out;
}

}  // namespace sm::queue
