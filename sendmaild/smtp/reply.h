// Reply: what an SMTP client hears, as a value; and the replies of sendmail's server by name.
// RFC 5321 §4.2, RFC 2034. Invariant: text holds no CR, LF or NUL (they become blanks when rendered), so a reply cannot be
// split by what a peer or a map put into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/smtp/enhanced_code.h"

namespace sm::smtp {

struct Reply {
  // Constructors instead of aggregate syntax: g++ 12 miscompiles aggregate temporaries in coroutines.
  Reply() = default;
  Reply(int reply_code, std::string text);
  Reply(int reply_code, EnhancedCode code, std::string text);
  Reply(int reply_code, EnhancedCode code, std::vector<std::string> text_lines);

  int code = 0;
  EnhancedCode enhanced;            // printed after the code of every line when set
  std::vector<std::string> lines;   // at least one when code is not 0

  bool is_set() const { return code != 0; }
  bool is_positive() const { return code >= 200 && code < 400; }
  bool is_temporary() const { return code >= 400 && code < 500; }
  bool is_permanent() const { return code >= 500; }
  // 421: the session ends with it.
  bool closes() const { return code == 421; }

  // The bytes for the wire: "550-5.1.1 first\r\n550 5.1.1 last\r\n".
  std::string wire() const;
  // "550 5.1.1 first": the first line without line end, for logs and stat=.
  std::string first_line() const;
};

// From a ruleset's or filter's text. "550 5.7.1 Access denied" is taken as it stands; a text without a code gets
// `default_code`; an error without an enhanced code gets x.0.0. Bytes that may not be sent become blanks or '?'.
Reply reply_from_text(std::string_view text, int default_code);

namespace reply {

// "<address>... text" for the codes that sendmail prefixes with the address (250 252 450 550 553), else the text alone.
Reply about(std::string_view address, int code, EnhancedCode enhanced, std::string_view text);

Reply user_unknown(std::string_view address);                     // 550 5.1.1 a... User unknown
Reply sender_ok(std::string_view address);                        // 250 2.1.0 a... Sender ok
Reply recipient_ok(std::string_view address, bool will_queue);    // 250 2.1.5 a... Recipient ok[ (will queue)]
Reply accepted(std::string_view queue_id);                        // 250 2.0.0 ID Message accepted for delivery
Reply try_again_later();                                          // 451 4.3.2 Please try again later
Reply no_disk_space();                                            // 452 4.4.5 Insufficient disk space; …
Reply size_over_fixed_maximum(uint64_t maximum);                  // 552 5.2.3 Message size exceeds fixed maximum … (MAIL)
Reply message_over_maximum(uint64_t maximum);                     // 552 5.2.3 Message exceeds maximum fixed size (N) (dot)
Reply command_rejected();                                         // 550 5.7.1 Command rejected

}  // namespace reply
}  // namespace sm::smtp
