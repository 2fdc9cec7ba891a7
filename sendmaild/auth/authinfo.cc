// See the header.
#include "sendmaild/auth/authinfo.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/smtp/base64.h"

namespace sm::auth {
namespace {

// What was given so far: an empty name is not the same as none.
struct Given {
  std::optional<std::string> user, authentication_id, password, realm;
  std::vector<std::string> mechanisms;
};

std::vector<std::string> mechanism_list(std::string_view text) {
  std::vector<std::string> list;
  for (std::string_view name : words(text)) list.emplace_back(ascii::upper(name));
  return list;
}

// The next word of `text`, which must be quoted, without its quotes.
std::optional<std::string> take_word(std::string_view& text) {
  if (text.front() != '"') return std::nullopt;
  text.remove_prefix(1);
  std::string word;
  while (!text.empty()) {
    char c = text.front();
    text.remove_prefix(1);
    if (c == '"') return word;
    if (c == '\\' && !text.empty()) {
      c = text.front();
      text.remove_prefix(1);
    }
    word += c;
  }
  return std::nullopt;
}

bool store(char letter, std::string value, Given& given) {
  switch (ascii::to_upper(letter)) {
    case 'U': given.user = std::move(value); return true;
    case 'I': given.authentication_id = std::move(value); return true;
    case 'P': given.password = std::move(value); return true;
    case 'R': given.realm = std::move(value); return true;
    case 'M': given.mechanisms = mechanism_list(value); return true;
    default: return false;
  }
}

// Each name stands in for the other where that was not given at all.
std::optional<AuthInfo> completed(const Given& given) {
  if ((!given.user && !given.authentication_id) || !given.password || given.password->empty()) return std::nullopt;
  AuthInfo info;
  info.user = given.user ? *given.user : *given.authentication_id;
  info.authentication_id = given.authentication_id ? *given.authentication_id : *given.user;
  info.password = *given.password;
  info.realm = given.realm.value_or("");
  info.mechanisms = given.mechanisms;
  return info.authentication_id.empty() ? std::nullopt : std::optional<AuthInfo>(std::move(info));
}

}  // namespace

std::optional<AuthInfo> parse_authinfo(std::string_view answer) {
  Given given;
  for (answer = trim_left(answer); !answer.empty(); answer = trim_left(answer)) {
    std::optional<std::string> word = take_word(answer);
    if (!word || word->size() < 2 || (word->at(1) != ':' && word->at(1) != '=')) return std::nullopt;
    std::optional<std::string> value = word->substr(2);
    if (word->at(1) == '=') value = smtp::base64_decode(*value);
    if (!value || !store(word->at(0), *std::move(value), given)) return std::nullopt;
  }
  return completed(given);
}

Result<std::optional<AuthInfo>> parse_default_authinfo(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with('#')) lines.push_back(line);
  }
  // Behind the last line end there is no line.
  if (text.empty() || text.ends_with('\n')) lines.pop_back();
  if (lines.size() < 2) return Error{"authentication id", ExitStatus::config};
  if (lines.size() < 3) return Error{"password", ExitStatus::config};
  lines.resize(5);
  Given given;
  given.user = trim(lines[0]);
  given.authentication_id = trim(lines[1]);
  given.password = lines[2];
  given.realm = trim(lines[3]);
  given.mechanisms = mechanism_list(lines[4]);
  return completed(given);
}

}  // namespace sm::auth
