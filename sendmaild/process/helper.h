// The helper: the one part of the daemon that keeps root after start. Single-threaded; reads records (helper_record.h)
// from the sender and does two things: run mailer number i of its table as a user, open a file as a user.
// Each job is done by a child, which reports over the socket that came with the record; the helper itself never waits.
// Security: program paths, environment and the permission to run as root come from the table made of the configuration
// at start; the sender supplies arguments and identities only, and never uid 0.
#pragma once

#include <string>
#include <vector>

namespace sm::process {

// What the configuration says about a mailer, as far as running it goes.
struct MailerProgram {
  std::string path;            // absolute; empty: not a program, never run
  std::string root;            // chroot
  int nice = 0;
  bool may_be_root = false;    // F=S without U=, or U=root
};

struct HelperTable {
  std::vector<MailerProgram> mailers;     // by index
  std::vector<std::string> environment;   // E lines and AGENT=sendmail
};

// Serves until the socket is closed by all senders or SIGTERM comes; the exit status of the role.
int serve_helper(int socket, const HelperTable& table);

}  // namespace sm::process
