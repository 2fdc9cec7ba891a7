// A mailer: an M line of sendmail.cf, complete with defaults.
#pragma once

#include <sys/types.h>

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace sm::config {

// The set of F= letters. Some have meaning to the program, all can be tested by H?flags? lines.
class MailerFlags {
 public:
  bool has(char flag) const { return bits_[static_cast<unsigned char>(flag)]; }
  void set(char flag, bool on = true) { bits_[static_cast<unsigned char>(flag)] = on; }
  // True when any of the letters is set: the test of an H?flags? line.
  bool any_of(std::string_view letters) const {
    for (char letter : letters)
      if (has(letter)) return true;
    return false;
  }

 private:
  std::bitset<256> bits_;
};

struct Mailer {
  std::string name;   // as written; compared without case
  int index = 0;      // position in Config::mailers, which -bt prints and the helper process is told
  std::string path;   // P=: program, "[IPC]" or "[FILE]" (as written)
  MailerFlags flags;  // F=
  // Rulesets by name or number ("0" = none), envelope and header.
  std::string sender_envelope_ruleset, sender_header_ruleset;        // S=
  std::string recipient_envelope_ruleset, recipient_header_ruleset;  // R=
  std::vector<std::string> argv;  // A=, encoded words, expanded for each delivery
  std::string eol;                // E=, resolved: "\n" or "\r\n" or what was given
  int64_t max_message_size = 0;   // M=, bytes; 0 none
  int max_deliveries = 0;         // m=, messages a connection; 0 none
  int max_recipients = 100;       // r=, recipients an envelope
  int line_limit = 0;             // L=; 0 none
  std::string directories;        // D=, encoded, colon separated
  std::string user;               // U= as written; empty: DefaultUser
  uid_t uid = 0;                  // U= resolved
  gid_t gid = 0;
  bool has_user = false;
  int nice = 0;                   // N=
  std::string default_charset;    // C=
  std::string mta_type, address_type, diagnostic_type;  // T=; network mailers without one get dns/rfc822/smtp
  std::chrono::seconds wait{0};   // W=
  std::string queue_group;        // Q=
  std::string root;               // /=, encoded

  bool is_ipc() const { return path == "[IPC]"; }
  bool is_file() const { return path == "[FILE]"; }
};

}  // namespace sm::config
