// mbox files. Invariant: a reader that honours flock(2) or fcntl locks never sees half a message, and a failed delivery
// leaves the file as long as it was.
// Security: opened with the user's rights by the helper; executable files, several links and symbolic links are refused.
#include "sendmaild/delivery/file_mailer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/exit_status_map.h"

namespace sm::delivery {
namespace {

constexpr std::string_view kNull = "/dev/null";

Outcome cannot_open(const std::string& path, int error) {
  std::string reason = path + ": " + std::strerror(error);
  bool again = error == EAGAIN || error == ENFILE || error == EMFILE || error == ENOMEM || error == EIO ||
               error == ETIMEDOUT || error == ENOSPC || error == EDQUOT || error == EPIPE;
  Outcome outcome = outcome_of_status(again ? ExitStatus::temp_fail : ExitStatus::cannot_create,
                                      again ? std::string(std::strerror(error)) : "");
  outcome.transcript = (again ? "454 4.3.0 cannot open " : "554 5.3.0 cannot open ") + reason + "\n" + outcome.transcript;
  return outcome;
}

// The path a recipient means: $u of *file*, A='s second word for [FILE] mailers.
std::string path_of(const Batch& batch, const message::Recipient& recipient) {
  macros::MacroScope scope(&batch.macros);
  scope.set("u", recipient.user);
  if (batch.mailer->argv.size() < 2) return recipient.user;
  std::string path = macros::expand(batch.mailer->argv[1], scope);
  if (path.size() >= 2 && path.front() == '"' && path.back() == '"') path = path.substr(1, path.size() - 2);
  return path;
}

bool lock(int fd) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  while (flock(fd, LOCK_EX) != 0) {
    if (errno != EINTR) return false;
  }
  while (fcntl(fd, F_SETLKW, &whole) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

Outcome append(const Site& site, const Batch& batch, const std::string& path, int fd) {
  struct stat before {};
  if (!lock(fd) || fstat(fd, &before) != 0) return cannot_open(path, EAGAIN);
  if ((before.st_mode & 0111) != 0 || before.st_nlink != 1) return cannot_open(path, EACCES);
  message::MessageForm form = message_form(site, batch);
  auto written = message::write_message(fd, *batch.envelope, batch.body, form);
  if (written) written = write_all(fd, "\n");
  bool synced = written.ok() && (site.options().super_safe == config::SuperSafe::no || fsync(fd) == 0);
  if (synced) return outcome_of_status(ExitStatus::ok, "");
  int error = errno;
  static_cast<void>(!ftruncate(fd, before.st_size));
  Outcome outcome = outcome_of_status(ExitStatus::io_error, written ? std::strerror(error) : written.error().text);
  return outcome;
}

}  // namespace

Outcome append_to_file(const Site& site, process::HelperClient& helper, const Batch& batch, const std::string& path) {
  std::string full = site.options().safe_file_environment + path;
  auto file = helper.open(full, run_user(site, batch), process::OpenFor::appending, site.options().temp_file_mode);
  if (!file.fd.valid()) return cannot_open(path, file.error);
  return append(site, batch, path, file.fd.get());
}

Outcomes run_file_mailer(const Site& site, process::HelperClient& helper, Batch& batch) {
  Outcomes outcomes;
  for (const message::Recipient* recipient : batch.recipients) {
    std::string path = path_of(batch, *recipient);
    if (path == kNull) {
      outcomes.push_back(outcome_of_status(ExitStatus::ok, ""));
      continue;
    }
    outcomes.push_back(append_to_file(site, helper, batch, path));
  }
  return outcomes;
}

}  // namespace sm::delivery
