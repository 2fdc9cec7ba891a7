// AuthInfo: the credentials our client uses with one server, from ruleset authinfo ("U:user" "P:secret" …) or the lines of
// the DefaultAuthInfo file. Reading the file and running the ruleset are the caller's.
// Security: the password is in here; nothing of this reaches a log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace sm::auth {

struct AuthInfo {
  std::string user;               // U: who to act as; empty: whoever authenticates
  std::string authentication_id;  // I: who authenticates
  std::string password;           // P
  std::string realm;              // R
  std::vector<std::string> mechanisms;  // M; empty: AuthMechanisms
};

// What the ruleset answered: quoted words of the form letter, then ':' and text or '=' and base64. Nothing when a password
// or both names are missing, or a word is malformed.
std::optional<AuthInfo> parse_authinfo(std::string_view answer);

// The DefaultAuthInfo file: user, authentication id, password, realm, mechanisms, one to a line; lines that begin with # do
// not count. Nothing when the id or the password is empty. Error: the file ends before the line that its text names.
Result<std::optional<AuthInfo>> parse_default_authinfo(std::string_view text);

}  // namespace sm::auth
