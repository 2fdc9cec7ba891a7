// smrsh: the restricted shell that the prog mailer runs instead of /bin/sh (FEATURE(`smrsh')).
// Security: runs as the user a mail goes to, on a command line that a user or an alias has chosen. The environment is
// replaced as a whole, and only programs of SM_SMRSH_FOLDER are started.
// Diagnostics: a refusal is one line on stderr, which becomes part of the bounce, and one of priority crit in syslog.
#include <syslog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "smrsh/command_line.h"

namespace {

sm::smrsh::Availability look_up(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) < 0) return sm::smrsh::Availability::stat_failed;
  if (!S_ISREG(info.st_mode) || (info.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0)
    return sm::smrsh::Availability::not_a_file;
  return sm::smrsh::Availability::available;
}

}  // namespace

int main(int argc, char** argv) {
  const char* name = argc > 0 ? argv[0] : "smrsh";
  ::openlog("smrsh", LOG_PID, LOG_MAIL);
  if (argc != 3 || std::string_view(argv[1]) != "-c") {
    std::fprintf(stderr, "Usage: %s -c command\n", name);
    ::syslog(LOG_ERR, "usage");
    return sm::to_int(sm::ExitStatus::usage);
  }
  auto checked = sm::smrsh::check_command(argv[2], SM_SMRSH_FOLDER, look_up);
  if (checked.command.empty()) {
    const auto& refusal = checked.refusal;
    if (refusal.status == sm::ExitStatus::usage)
      std::fprintf(stderr, "%s\n", refusal.said.c_str());
    else
      std::fprintf(stderr, "%s: %s\n", name, refusal.said.c_str());
    ::syslog(LOG_CRIT, "uid %d: %s", static_cast<int>(::getuid()), refusal.logged.c_str());
    return sm::to_int(refusal.status);
  }
  char path[] = "PATH=/bin:/usr/bin";
  char* environment[] = {path, nullptr};
  ::execle("/bin/sh", "/bin/sh", "-c", checked.command.c_str(), nullptr, environment);
  std::perror("smrsh: cannot run /bin/sh");
  return sm::to_int(sm::ExitStatus::os_file);
}
