// Paths and parameters of MAIL and RCPT: RFC 5321, 1870 (SIZE), 6152 (BODY), 3461 (DSN), 4954 (AUTH), 2852 (BY).
// Split and checked here; what the address means is the rule engine's business. Texts of refusals are sendmail's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sendmaild/smtp/reply.h"

namespace sm::smtp {

// "FROM:<a@b> SIZE=10" cut into the address as typed ("<a@b>", never empty) and the rest ("SIZE=10").
struct PathArgument {
  std::string address;
  std::string parameters;

  // The address, then each parameter.
  std::vector<std::string> words() const;
};
// `keyword` is "from" or "to". sendmail's laxness: blanks around the colon, angle brackets optional. The address ends at
// the first blank outside quotes, angle brackets and comments. A Reply when keyword or colon or address is missing:
// 501 5.5.2 Syntax error in parameters scanning "…".
std::variant<PathArgument, Reply> split_path_argument(std::string_view argument, std::string_view keyword);

enum class BodyType { unspecified, seven_bit, eight_bit_mime };
enum class ReturnContent { unspecified, headers, full };

// RFC 2852: BY=time;modeTrace
struct DeliverBy {
  int64_t seconds = 0;
  bool return_when_late = false;  // R; otherwise N, notify
  bool trace = false;
};

struct MailParameters {
  std::optional<uint64_t> size;
  BodyType body = BodyType::unspecified;
  std::optional<std::string> envelope_id;   // ENVID as sent (xtext, valid)
  ReturnContent ret = ReturnContent::unspecified;
  std::optional<std::string> auth;          // AUTH= as sent (xtext or "<>", valid)
  std::optional<DeliverBy> by;
  bool smtputf8 = false;
};

struct Notify {
  bool given = false;  // NOTIFY= was there; otherwise failure and delay are on
  bool never = false, success = false, failure = true, delay = true;
  std::string text() const;  // "NEVER", "SUCCESS,FAILURE" …
};

struct RcptParameters {
  Notify notify;
  std::optional<std::string> original_recipient;  // ORCPT "rfc822;xtext" as sent, valid
};

// What the server allows, so that parameters of extensions that are not offered are refused with the right text.
struct ParameterRules {
  bool dsn = true;
  bool smtputf8 = false;
  std::optional<int64_t> deliver_by_minimum = 0;  // nothing: BY unknown
};

std::variant<MailParameters, Reply> parse_mail_parameters(std::string_view parameters, const ParameterRules& rules);
std::variant<RcptParameters, Reply> parse_rcpt_parameters(std::string_view parameters, const ParameterRules& rules);

}  // namespace sm::smtp
