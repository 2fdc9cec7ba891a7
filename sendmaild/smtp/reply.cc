// See the header.
#include "sendmaild/smtp/reply.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::smtp {
namespace {

// A reply line on the wire ends at 512 bytes in RFC 5321; sendmail sends longer ones, and so do we up to this.
constexpr size_t kLineLimit = 2000;

std::string sendable(std::string_view text) {
  std::string result(text.substr(0, kLineLimit));
  // Without SMTPUTF8 a reply is seven bits wide.
  for (char& c : result) {
    c = static_cast<char>(c & 0x7f);
    if (ascii::is_control(c) && c != '\t') c = ' ';
  }
  return result;
}

std::vector<std::string> one_line(std::string text) {
  std::vector<std::string> lines;
  lines.push_back(std::move(text));
  return lines;
}

}  // namespace

Reply::Reply(int reply_code, std::string text) : code(reply_code), lines(one_line(std::move(text))) {}
Reply::Reply(int reply_code, EnhancedCode enhanced_code, std::string text)
    : code(reply_code), enhanced(enhanced_code), lines(one_line(std::move(text))) {}
Reply::Reply(int reply_code, EnhancedCode enhanced_code, std::vector<std::string> text_lines)
    : code(reply_code), enhanced(enhanced_code), lines(std::move(text_lines)) {
  if (lines.empty()) lines.emplace_back();
}

std::string Reply::wire() const {
  std::string result;
  std::string prefix = enhanced.is_set() ? enhanced.text() + " " : std::string();
  for (size_t i = 0; i < lines.size(); ++i) {
    char separator = i + 1 < lines.size() ? '-' : ' ';
    result += fmt::format("{:03}{}{}{}\r\n", code, separator, prefix, sendable(lines[i]));
  }
  return result;
}

std::string Reply::first_line() const {
  if (!is_set()) return {};
  std::string prefix = enhanced.is_set() ? enhanced.text() + " " : std::string();
  return fmt::format("{:03} {}{}", code, prefix, lines.empty() ? std::string() : sendable(lines.front()));
}

Reply reply_from_text(std::string_view text, int default_code) {
  Reply reply;
  reply.code = default_code;
  bool has_code = text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && ascii::is_digit(text[1]) &&
                  ascii::is_digit(text[2]) && (text.size() == 3 || text[3] == ' ' || text[3] == '-');
  if (has_code) {
    reply.code = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    text.remove_prefix(std::min<size_t>(4, text.size()));
  }
  size_t length = 0;
  if (auto code = parse_enhanced_code(text, &length)) {
    reply.enhanced = *code;
    text.remove_prefix(length);
    text = trim_left(text);
  } else if (reply.code >= 400) {
    reply.enhanced.status_class = reply.code / 100;
  }
  reply.lines.emplace_back(text);
  return reply;
}

namespace reply {

Reply about(std::string_view address, int code, EnhancedCode enhanced, std::string_view text) {
  bool prefixed = code == 250 || code == 252 || code == 450 || code == 550 || code == 553;
  if (!prefixed || address.empty()) return Reply(code, enhanced, std::string(text));
  return Reply(code, enhanced, fmt::format("{}... {}", shortened(address), text));
}

Reply user_unknown(std::string_view address) { return about(address, 550, {5, 1, 1}, "User unknown"); }

Reply sender_ok(std::string_view address) { return about(address, 250, {2, 1, 0}, "Sender ok"); }

Reply recipient_ok(std::string_view address, bool will_queue) {
  return about(address, 250, {2, 1, 5}, will_queue ? "Recipient ok (will queue)" : "Recipient ok");
}

Reply accepted(std::string_view queue_id) {
  return Reply(250, {2, 0, 0}, fmt::format("{} Message accepted for delivery", queue_id));
}

Reply try_again_later() { return Reply(451, {4, 3, 2}, std::string("Please try again later")); }

Reply no_disk_space() { return Reply(452, {4, 4, 5}, std::string("Insufficient disk space; try again later")); }

Reply size_over_fixed_maximum(uint64_t maximum) {
  return Reply(552, {5, 2, 3}, fmt::format("Message size exceeds fixed maximum message size ({})", maximum));
}

Reply message_over_maximum(uint64_t maximum) {
  return Reply(552, {5, 2, 3}, fmt::format("Message exceeds maximum fixed size ({})", maximum));
}

Reply command_rejected() { return Reply(550, {5, 7, 1}, std::string("Command rejected")); }

}  // namespace reply
}  // namespace sm::smtp
