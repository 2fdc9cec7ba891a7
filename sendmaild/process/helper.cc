// The helper's loop: one record, one child that does the work and reports; the helper itself never waits for a job.
// Security: runs as root. It trusts the table it was given at start and nothing in a record.
#include "sendmaild/process/helper.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/log.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/process/helper_record.h"
#include "sendmaild/process/open_as.h"
#include "sendmaild/process/spawn.h"

namespace sm::process {
namespace {

// A record carries up to three descriptors: where to report, the mailer's input and its output.
constexpr int kMaxDescriptors = 3;
constexpr int kOpenTimeoutSeconds = 60;

struct Job {
  HelperRecord record;
  UniqueFd descriptors[kMaxDescriptors];
};

void take_descriptors(msghdr& message, Job& job) {
  int taken = 0;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof fd);
      if (taken < kMaxDescriptors) {
        job.descriptors[taken++].reset(fd);
      } else {
        close(fd);
      }
    }
  }
}

enum class Received { job, nothing, closed };

Received receive(int socket, std::string& buffer, Job& job) {
  iovec data{buffer.data(), buffer.size()};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kMaxDescriptors)] = {};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got == 0) return Received::closed;
  if (got < 0) return errno == EINTR ? Received::nothing : Received::closed;
  take_descriptors(message, job);
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) return Received::nothing;
  auto record = decode(std::string_view(buffer.data(), static_cast<size_t>(got)));
  if (!record || !job.descriptors[0].valid()) {
    log::write(log::Priority::alert, "NOQUEUE", "helper: unacceptable record");
    return Received::nothing;
  }
  job.record = std::move(*record);
  return Received::job;
}

// The report of a run: an int that is waitpid's status, or minus errno when the program could not be started.
void report_run(int socket, int value) { static_cast<void>(!::send(socket, &value, sizeof value, MSG_NOSIGNAL)); }

void run_mailer(const Job& job, const HelperTable& table) {
  int report = job.descriptors[0].get();
  const HelperRecord& record = job.record;
  if (record.mailer >= table.mailers.size() || table.mailers[record.mailer].path.empty() ||
      !job.descriptors[1].valid() || !job.descriptors[2].valid() || record.argv.empty()) {
    return report_run(report, -EINVAL);
  }
  const MailerProgram& program = table.mailers[record.mailer];
  if (record.uid == 0 && !program.may_be_root) return report_run(report, -EPERM);
  SpawnRequest request;
  request.path = program.path;
  request.argv = record.argv;
  request.environment = table.environment;
  request.input = job.descriptors[1].get();
  request.output = job.descriptors[2].get();
  request.identity = identity_for(record.uid, record.gid, record.user);
  request.root = program.root;
  request.directories = record.directories;
  request.nice = program.nice;
  auto child = spawn(request);
  if (!child) return report_run(report, child.error().status == ExitStatus::temp_fail ? -EAGAIN : -ENOEXEC);
  int status = 0;
  while (waitpid(*child, &status, 0) < 0 && errno == EINTR) continue;
  report_run(report, status);
}

void open_file(const Job& job) {
  const HelperRecord& record = job.record;
  OpenedFile file;
  if (record.uid == 0) {
    file.error = EPERM;
  } else {
    OpenAsRequest request;
    request.path = record.path;
    request.identity = identity_for(record.uid, record.gid, record.user);
    request.purpose = record.for_appending != 0 ? OpenFor::appending : OpenFor::reading;
    request.mode = record.mode;
    file = open_as(request, kOpenTimeoutSeconds);
  }
  send_descriptor(job.descriptors[0].get(), file.fd.get(), file.error);
}

void do_job(const Job& job, const HelperTable& table) {
  pid_t child = fork();
  if (child != 0) return;  // on failure the report socket closes, which the sender reads as "try again"
  signal(SIGCHLD, SIG_DFL);
  if (job.record.kind == HelperRecord::Kind::run_mailer) {
    run_mailer(job, table);
  } else {
    open_file(job);
  }
  _exit(0);
}

}  // namespace

int serve_helper(int socket, const HelperTable& table) {
  signal(SIGCHLD, SIG_IGN);  // children of this process are reaped by the kernel
  signal(SIGTERM, SIG_DFL);
  std::string buffer(kHelperRecordLimit, '\0');
  for (;;) {
    Job job;
    switch (receive(socket, buffer, job)) {
      case Received::job: do_job(job, table); break;
      case Received::nothing: break;
      case Received::closed: return 0;
    }
  }
}

}  // namespace sm::process
