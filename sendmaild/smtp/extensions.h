// The service extensions of an EHLO reply as typed facts: written by the server, read by the client.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::smtp {

struct Extensions {
  bool enhanced_status_codes = false;
  bool pipelining = false;
  bool expn = false;
  bool verb = false;
  bool eight_bit_mime = false;
  std::optional<uint64_t> size;             // offered; 0: without a limit
  bool dsn = false;
  bool smtputf8 = false;
  bool etrn = false;
  std::vector<std::string> auth_mechanisms; // offered when not empty
  bool starttls = false;
  std::optional<int64_t> deliver_by;        // offered; the minimum in seconds, 0: none
  bool help = false;
};

// The keyword lines in sendmail's order: "ENHANCEDSTATUSCODES", "SIZE 1000", "AUTH LOGIN PLAIN" …
std::vector<std::string> extension_lines(const Extensions& extensions);

// Adds what one line of an EHLO reply (without code) announces. Unknown keywords are ignored; "AUTH=" lines count.
void add_extension(std::string_view line, Extensions& extensions);

}  // namespace sm::smtp
