// sendmaild, also as sendmail, mailq, newaliases, hoststat, purgestat and smtpd.
// Standard descriptors are made sure of first, so that no file of ours can take their places.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "lib/base/exit_status.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/process/process_title.h"

int main(int argc, char** argv) {
  int fd;
  do {
    fd = open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= 2);
  if (fd > 2) close(fd);
  signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> words(argv, argv + argc);
  if (words.empty()) return sm::to_int(sm::ExitStatus::usage);
  sm::process::keep_title_space(argc, argv);
  return sm::cli::run(words);
}
