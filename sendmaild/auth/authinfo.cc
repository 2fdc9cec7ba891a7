// See the header.
#include "sendmaild/auth/authinfo.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/smtp/base64.h"

namespace sm::auth {
namespace {

// Each name stands in for the other.
std::optional<AuthInfo> completed(AuthInfo info) {
  if (info.user.empty()) info.user = info.authentication_id;
  if (info.authentication_id.empty()) info.authentication_id = info.user;
  if (info.user.empty() || info.password.empty()) return std::nullopt;
  return info;
}

// The next word of `text`, its quotes taken off.
std::string take_word(std::string_view& text) {
  text = trim_left(text);
  if (text.empty()) return {};
  bool quoted = text.front() == '"';
  if (quoted) text.remove_prefix(1);
  std::string word;
  while (!text.empty()) {
    char c = text.front();
    text.remove_prefix(1);
    if (quoted ? c == '"' : ascii::is_blank(c)) break;
    if (quoted && c == '\\' && !text.empty()) {
      c = text.front();
      text.remove_prefix(1);
    }
    word += c;
  }
  return word;
}

bool store(char letter, std::string value, AuthInfo& info) {
  switch (ascii::to_upper(letter)) {
    case 'U': info.user = std::move(value); return true;
    case 'I': info.authentication_id = std::move(value); return true;
    case 'P': info.password = std::move(value); return true;
    case 'R': info.realm = std::move(value); return true;
    case 'M':
      for (std::string_view name : words(value)) info.mechanisms.emplace_back(name);
      return true;
    default: return false;
  }
}

}  // namespace

std::optional<AuthInfo> parse_authinfo(std::string_view answer) {
  AuthInfo info;
  while (!trim_left(answer).empty()) {
    std::string word = take_word(answer);
    if (word.size() < 2 || (word[1] != ':' && word[1] != '=')) return std::nullopt;
    std::optional<std::string> value = word.substr(2);
    if (word[1] == '=') value = smtp::base64_decode(*value);
    if (!value || !store(word[0], *std::move(value), info)) return std::nullopt;
  }
  return completed(std::move(info));
}

std::optional<AuthInfo> parse_default_authinfo(std::string_view text) {
  AuthInfo info;
  constexpr char kLetters[] = {'U', 'I', 'P', 'R', 'M'};
  size_t next = 0;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (next == sizeof kLetters) break;
    store(kLetters[next++], std::string(line), info);
  }
  return completed(std::move(info));
}

}  // namespace sm::auth
