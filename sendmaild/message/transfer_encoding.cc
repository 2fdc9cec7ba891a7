// Line-oriented where the encoding is (quoted-printable), byte-oriented where it is not (base64).
#include "sendmaild/message/transfer_encoding.h"

#include <array>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::message {

namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";
constexpr size_t kBase64Columns = 72;
constexpr size_t kQuotedColumns = 72;  // from here on a soft break comes before the next character

int base64_value(char c) {
  if (ascii::is_upper(c)) return c - 'A';
  if (ascii::is_lower(c)) return c - 'a' + 26;
  if (ascii::is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

int hex_value(char c) {
  if (ascii::is_digit(c)) return c - '0';
  char lower = ascii::to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void put_hex(char c, std::string& output) {
  auto byte = static_cast<unsigned char>(c);
  output += '=';
  output += kHex[byte >> 4];
  output += kHex[byte & 15];
}

}  // namespace

void Base64Encoder::group(std::string& output) {
  uint32_t bits = static_cast<uint32_t>(pending_[0]) << 16 | static_cast<uint32_t>(pending_[1]) << 8 | pending_[2];
  for (size_t i = 0; i < 4; ++i) output += i <= count_ ? kBase64[bits >> (18 - 6 * i) & 63] : '=';
  pending_ = {};
  count_ = 0;
  column_ += 4;
  if (column_ >= kBase64Columns) {
    output += '\n';
    column_ = 0;
  }
}

void Base64Encoder::put(unsigned char byte, std::string& output) {
  pending_.at(count_++) = byte;
  if (count_ == pending_.size()) group(output);
}

void Base64Encoder::feed(std::string_view text, std::string& output) {
  for (char c : text) {
    if (c == '\n' && !after_cr_) put('\r', output);
    after_cr_ = c == '\r';
    put(static_cast<unsigned char>(c), output);
  }
}

void Base64Encoder::finish(std::string& output) {
  if (count_ > 0) group(output);
  if (column_ > 0) output += '\n';
  column_ = 0;
}

void QuotedPrintableEncoder::feed(std::string_view text, std::string& output) {
  while (!text.empty()) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos) {
      line_.append(text);
      return;
    }
    if (line_.empty()) {
      line(text.substr(0, newline), output);
    } else {
      line_.append(text.substr(0, newline));
      line(line_, output);
      line_.clear();
    }
    text.remove_prefix(newline + 1);
  }
}

void QuotedPrintableEncoder::finish(std::string& output) {
  if (!line_.empty()) line(line_, output);
  line_.clear();
}

void QuotedPrintableEncoder::line(std::string_view content, std::string& output) {
  constexpr std::string_view kUnsafeInEbcdic = "!\"#$@[\\]^`{|}~";
  if (content == ".") {
    output += "=2E\n";
    return;
  }
  bool hide_from = escape_from_ && content.substr(0, 5) == "From ";
  size_t column = 0;
  for (size_t i = 0; i < content.size(); ++i) {
    char c = content[i];
    auto byte = static_cast<unsigned char>(c);
    bool last = i + 1 == content.size();
    bool encode = (byte < 0x20 && c != '\t') || byte >= 0x7f || c == '=' || (ascii::is_blank(c) && last) ||
                  (hide_from && i == 4) || (ebcdic_ && kUnsafeInEbcdic.find(c) != std::string_view::npos);
    if (column > kQuotedColumns) {
      output += "=\n";
      column = 0;
    }
    if (encode)
      put_hex(c, output);
    else
      output += c;
    column += encode ? 3 : 1;
  }
  output += '\n';
}

void Base64Decoder::feed(std::string_view text, std::string& output) {
  for (char c : text) {
    if (c == '=') ended_ = true;
    int value = base64_value(c);
    if (value < 0 || ended_) continue;
    bits_ = bits_ << 6 | static_cast<uint32_t>(value);
    if (++count_ % 4 == 1) continue;
    int shift = 6 - 2 * ((count_ - 1) % 4);
    output += static_cast<char>(bits_ >> shift & 0xff);
  }
}

void QuotedPrintableDecoder::feed(std::string_view text, std::string& output) {
  while (!text.empty()) {
    size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    // Blanks behind a soft break came in on the way and are no text.
    std::string_view trimmed = trim_right(line);
    bool soft = trimmed.ends_with('=');
    if (soft) line = trimmed.substr(0, trimmed.size() - 1);
    for (size_t i = 0; i < line.size(); ++i) {
      bool code = line[i] == '=' && i + 2 < line.size() && hex_value(line[i + 1]) >= 0 && hex_value(line[i + 2]) >= 0;
      if (!code) {
        output += line[i];
        continue;
      }
      output += static_cast<char>(hex_value(line[i + 1]) * 16 + hex_value(line[i + 2]));
      i += 2;
    }
    if (newline == std::string_view::npos) return;
    if (!soft) output += '\n';
    text.remove_prefix(newline + 1);
  }
}

}  // namespace sm::message
