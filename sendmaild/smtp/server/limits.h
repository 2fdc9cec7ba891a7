// Limits and waits of the server's sessions. Defaults are sendmail's; the options that set them are named.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sm::smtp::server {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Limits {
  seconds command_timeout{3600};     // Timeout.command: a whole command line
  seconds data_timeout{3600};        // Timeout.datablock: each read of message data
  seconds tls_timeout{3600};         // Timeout.starttls
  seconds auth_timeout{600};         // Timeout.auth
  uint64_t message_size = 0;         // MaxMessageSize; 0: no limit
  size_t recipients = 0;             // MaxRecipientsPerMessage; 0: no limit
  size_t bad_rcpt_throttle = 0;      // BadRcptThrottle; 0: off
  size_t bad_rcpt_shutdown = 0;      // BadRcptShutdown; 0: off
  size_t bad_rcpt_shutdown_good = 0; // BadRcptShutdownGood, percent
  size_t noop_commands = 20;         // MaxNOOPCommands; 0: off
  bool limited_children = false;     // MaxDaemonChildren > 0: noise commands at twice their limit end the session
  bool reject_nul = false;           // RejectNUL
  bool require_hello = false;        // PrivacyOptions needmailhelo
  bool require_vrfy_hello = false;   // needvrfyhelo
  bool require_expn_hello = false;   // needexpnhelo
  bool allow_bogus_hello = false;    // AllowBogusHELO
  bool allow_vrfy = true;            // not novrfy, goaway
  bool soft_bounce = false;          // SoftBounce: 5xx go out as 4xx
};

// Fixed by sendmail's design, not by options.
inline constexpr size_t kCommandLength = 2048;       // longer lines end the session
inline constexpr size_t kAuthLineLength = 12288;
inline constexpr size_t kHelloLength = 256;
inline constexpr size_t kBadCommands = 25;
inline constexpr size_t kHelloCommands = 3;
inline constexpr size_t kVrfyCommands = 6;
inline constexpr size_t kEtrnCommands = 8;
inline constexpr seconds kDelayLineInterval{15};     // of DelayLA, in the log
inline constexpr size_t kOutputLimit = 16 * 1024;    // replies to pipelined commands that wait to be written together
inline constexpr size_t kSinkChunk = 64 * 1024;      // message text held in memory before it goes to the sink

}  // namespace sm::smtp::server
