// AuthInfo: the credentials our client uses with one server, from ruleset authinfo ("U:user" "P:secret" …) or the lines of
// the DefaultAuthInfo file. Reading the file and running the ruleset are the caller's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::auth {

struct AuthInfo {
  std::string user;               // U: who to act as
  std::string authentication_id;  // I: who authenticates
  std::string password;           // P
  std::string realm;              // R
  std::vector<std::string> mechanisms;  // M; empty: AuthMechanisms
};

// What the ruleset answered: quoted or bare words of the form letter, then ':' and text or '=' and base64. Nothing when a
// password or both names are missing, or a word is malformed.
std::optional<AuthInfo> parse_authinfo(std::string_view answer);

// The DefaultAuthInfo file: user, authentication id, password, realm, mechanisms, one to a line; # comments are skipped.
std::optional<AuthInfo> parse_default_authinfo(std::string_view text);

}  // namespace sm::auth
