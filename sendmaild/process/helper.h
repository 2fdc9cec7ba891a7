// The helper: the one part of the daemon that keeps root after start. Single-threaded; reads records (helper_record.h)
// from the receiver and the sender and does for them what needs rights: run mailer number i of its table as a user, open
// a file as a user, open file number i of the configuration for reading, and files of the queue by their names.
// A job that may take time is done by a child, which reports over the socket that came with the record; the steps at queue
// files are single system calls and done at once. The helper itself never waits.
// Security: program paths, environment, files and the permission to run as root come from the table made of the
// configuration at start; callers supply arguments, identities and names of queue files only, and never uid 0.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/queue/files/queue_files.h"

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
  std::chrono::seconds open_timeout{60};  // Timeout.fileopen: of opening a file as a user
  std::vector<std::string> files;         // that the configuration names, by index
  // Whether a file of those can be trusted (DontBlameSendmail), asked at each opening; not set: it can.
  std::function<Result<void>(const std::string& path)> check_file;
  std::shared_ptr<queue::QueueFiles> queue;  // null: the roles reach the queue themselves
};

// What may be asked for over a socket: the least that the role at its other end needs.
enum class HelperRights {
  receiving,   // configured files; queue files of messages whose ids the asking process has made
  delivering,  // everything
};

struct HelperChannel {
  int socket = -1;  // SOCK_SEQPACKET
  HelperRights rights = HelperRights::delivering;
};

// The two ends of a channel.
struct HelperLink {
  UniqueFd helper_end, role_end;
};
Result<HelperLink> make_helper_link();

// Serves until all channels are closed at their other ends or SIGTERM comes; the exit status of the role.
int serve_helper(const std::vector<HelperChannel>& channels, const HelperTable& table);

// A helper for this process alone, which is about to give up its rights: a child that serves until the last descriptor of
// the socket is closed. Nothing may have started a thread. The value is our end.
Result<UniqueFd> leave_helper(const HelperTable& table);

}  // namespace sm::process
