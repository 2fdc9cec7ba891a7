// See the header.
#include "sendmaild/rules/refusal.h"

#include <fmt/format.h>

#include <array>

#include "lib/address/meta.h"
#include "lib/address/untokenize.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::rules {
namespace {

namespace meta = address::meta;

struct NamedStatus {
  std::string_view name;
  ExitStatus status;
};

constexpr std::array<NamedStatus, 8> kNames{{{"usage", ExitStatus::usage},
                                             {"nouser", ExitStatus::no_user},
                                             {"nohost", ExitStatus::no_host},
                                             {"unavailable", ExitStatus::unavailable},
                                             {"software", ExitStatus::software},
                                             {"tempfail", ExitStatus::temp_fail},
                                             {"protocol", ExitStatus::protocol},
                                             {"config", ExitStatus::config}}};

bool is_enhanced(std::string_view text) {
  return text.size() >= 5 && (text[0] == '2' || text[0] == '4' || text[0] == '5') && text[1] == '.' &&
         ascii::is_digit(text[2]);
}

// The length of "d.d.d" at the start of a text, 0 when there is none.
size_t enhanced_length(std::string_view text) {
  if (!is_enhanced(text)) return 0;
  size_t i = 2;
  while (i < text.size() && ascii::is_digit(text[i])) ++i;
  if (i >= text.size() || text[i] != '.') return 0;
  size_t digits = ++i;
  while (i < text.size() && ascii::is_digit(text[i])) ++i;
  return i > digits ? i : 0;
}

// What an enhanced code means for the fate of a recipient.
ExitStatus status_of_enhanced(std::string_view code) {
  if (code[0] == '4') return ExitStatus::temp_fail;
  if (code.starts_with("5.1.1")) return ExitStatus::no_user;
  if (code.starts_with("5.1.2")) return ExitStatus::no_host;
  return ExitStatus::unavailable;
}

ExitStatus status_of(std::string_view code) {
  if (enhanced_length(code) > 0) return status_of_enhanced(code);
  for (const NamedStatus& entry : kNames)
    if (ascii::equal_ignoring_case(entry.name, code)) return entry.status;
  if (auto number = parse_int(code)) return static_cast<ExitStatus>(*number);
  return ExitStatus::unavailable;
}

void parse_text(Refusal& out) {
  std::string_view text = out.text;
  if (text.size() >= 4 && ascii::is_digit(text[0]) && ascii::is_digit(text[1]) && ascii::is_digit(text[2]) &&
      text[3] == ' ') {
    out.reply_code = static_cast<int>(parse_leading_int(text.substr(0, 3)));
    out.code_given = true;
    text.remove_prefix(4);
    if (size_t length = enhanced_length(text); length > 0 && (length == text.size() || text[length] == ' ')) {
      out.enhanced = text.substr(0, length);
      text.remove_prefix(std::min(length + 1, text.size()));
    }
  }
  out.text = std::string(text);
}

}  // namespace

Refusal parse_refusal(std::span<const Token> tokens, const Rewriter& rewriter) {
  Refusal out;
  size_t i = 0;
  if (i < tokens.size() && tokens[i].is(meta::kHost)) {
    size_t begin = ++i;
    while (i < tokens.size() && !tokens[i].is(meta::kUser)) ++i;
    out.code_text = rewriter.join(tokens.subspan(begin, i - begin)).substr(0, kLongestHost);
    out.status = status_of(out.code_text);
    if (enhanced_length(out.code_text) > 0) out.enhanced = out.code_text;
  }
  while (i < tokens.size() && !tokens[i].is(meta::kUser)) ++i;
  if (i < tokens.size()) {
    out.has_text = true;
    out.full_text = rewriter.join(tokens.subspan(i + 1), ' ').substr(0, kLongestUser);
  }
  out.text = address::dequote(out.full_text);
  parse_text(out);
  if (out.enhanced.empty()) {
    // A text with its own code and no enhanced one is sent as x.0.0.
    out.enhanced = out.code_given ? fmt::format("{}.0.0", out.reply_code / 100) : "5.3.0";
    if (!out.code_given && out.status == ExitStatus::temp_fail) out.enhanced = "4.3.0";
  }
  if (out.code_given && out.reply_code / 100 == 4) out.status = ExitStatus::temp_fail;
  return out;
}

}  // namespace sm::rules
