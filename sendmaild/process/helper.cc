// The helper's loop: one record, and either one system call at the queue or one child that does the work and reports.
// Security: runs as root. It trusts the table it was given at start and nothing in a record; the kernel says which process
// has sent it.
#include "sendmaild/process/helper.h"

#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/log.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/process/helper_record.h"
#include "sendmaild/process/helper_rights.h"
#include "sendmaild/process/open_as.h"
#include "sendmaild/process/process_title.h"
#include "sendmaild/process/spawn.h"

namespace sm::process {
namespace {

using Kind = HelperRecord::Kind;

// A record carries up to three descriptors: where to report, the mailer's input and its output.
constexpr int kMaxDescriptors = 3;

struct Job {
  HelperRecord record;
  pid_t caller = 0;
  UniqueFd descriptors[kMaxDescriptors];
};

void take_control(msghdr& message, Job& job) {
  int taken = 0;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET) continue;
    if (header->cmsg_type == SCM_CREDENTIALS && header->cmsg_len == CMSG_LEN(sizeof(ucred))) {
      ucred sender{};
      std::memcpy(&sender, CMSG_DATA(header), sizeof sender);
      job.caller = sender.pid;
    }
    if (header->cmsg_type != SCM_RIGHTS) continue;
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

Received receive(const HelperChannel& channel, std::string& buffer, Job& job) {
  iovec data{buffer.data(), buffer.size()};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kMaxDescriptors) + CMSG_SPACE(sizeof(ucred))] = {};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = recvmsg(channel.socket, &message, MSG_CMSG_CLOEXEC);
  if (got == 0) return Received::closed;
  if (got < 0) return errno == EINTR ? Received::nothing : Received::closed;
  take_control(message, job);
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) return Received::nothing;
  auto record = decode(std::string_view(buffer.data(), static_cast<size_t>(got)));
  if (!record || !job.descriptors[0].valid() || !is_allowed(*record, channel.rights, job.caller)) {
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
  if (record.number >= table.mailers.size() || table.mailers[record.number].path.empty() ||
      !job.descriptors[1].valid() || !job.descriptors[2].valid()) {
    return report_run(report, -EINVAL);
  }
  const MailerProgram& program = table.mailers[record.number];
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

std::string home_of_root() {
  const passwd* entry = getpwuid(0);
  return entry == nullptr || entry->pw_dir == nullptr ? "" : entry->pw_dir;
}

void open_file(const Job& job, const HelperTable& table) {
  const HelperRecord& record = job.record;
  OpenedFile file;
  if (record.uid == 0 && !is_forward_of_root(record, home_of_root())) {
    file.error = EPERM;
  } else {
    OpenAsRequest request;
    request.path = record.path;
    request.identity = identity_for(record.uid, record.gid, record.user);
    request.purpose = record.for_appending != 0 ? OpenFor::appending : OpenFor::reading;
    request.mode = record.mode;
    file = open_as(request, static_cast<int>(table.open_timeout.count()));
  }
  send_descriptor(job.descriptors[0].get(), file.fd.get(), file.error);
}

OpenedFile open_listed(uint32_t number, const HelperTable& table) {
  OpenedFile refused;
  if (number >= table.files.size()) {
    refused.error = EINVAL;
    return refused;
  }
  OpenAsRequest request;
  request.path = table.files[number];
  if (table.check_file) {
    if (auto safe = table.check_file(request.path); !safe) {
      refused.error = safe.error().status == ExitStatus::no_input ? ENOENT : EPERM;
      if (refused.error == EPERM) log::write(log::Priority::alert, "NOQUEUE", request.path + ": " + safe.error().text);
      return refused;
    }
  }
  OpenedFile connection = connect_here(request.path);
  return connection.error == ENOTSOCK ? open_here(request) : std::move(connection);
}

void open_configured(const Job& job, const HelperTable& table) {
  OpenedFile file = open_listed(job.record.number, table);
  send_descriptor(job.descriptors[0].get(), file.fd.get(), file.error);
}

OpenedFile done(int error) {
  OpenedFile file;
  file.error = error;
  return file;
}

OpenedFile at_queue(const HelperRecord& record, queue::QueueFiles& files) {
  switch (record.kind) {
    case Kind::create: return files.create(record.file, record.mode);
    case Kind::open: return files.open(record.file);
    case Kind::take: return files.take(record.file);
    case Kind::look: return files.look(record.file);
    case Kind::list: return files.list(record.file.folder);
    case Kind::rename: return done(files.rename(record.file, record.target.kind));
    case Kind::remove: return done(files.remove(record.file));
    case Kind::link: return done(files.link(record.file, record.target));
    default: return done(EINVAL);
  }
}

void do_job(const Job& job, const HelperTable& table) {
  if (job.record.is_about_queue()) {
    OpenedFile answer = table.queue ? at_queue(job.record, *table.queue) : done(EINVAL);
    send_descriptor(job.descriptors[0].get(), answer.fd.get(), answer.error);
    return;
  }
  pid_t child = fork();
  if (child != 0) return;  // on failure the report socket closes, which the caller reads as "try again"
  signal(SIGCHLD, SIG_DFL);
  switch (job.record.kind) {
    case Kind::run_mailer: run_mailer(job, table); break;
    case Kind::open_file: open_file(job, table); break;
    default: open_configured(job, table); break;
  }
  _exit(0);
}

}  // namespace

Result<HelperLink> make_helper_link() {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    return system_error("cannot make a socket pair", errno, ExitStatus::os_error);
  }
  HelperLink link;
  link.helper_end.reset(pair[0]);
  link.role_end.reset(pair[1]);
  // Records of the largest size pass in one piece, and say who has sent them.
  int size = 2 * static_cast<int>(kHelperRecordLimit);
  setsockopt(pair[0], SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  int on = 1;
  setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
  return link;
}

Result<UniqueFd> leave_helper(const HelperTable& table) {
  auto link = make_helper_link();
  if (!link) return link.error();
  pid_t helper = fork();
  if (helper < 0) return system_error("cannot fork", errno, ExitStatus::os_error);
  if (helper == 0) {
    // It outlives a signal from the terminal, so that the command can end in order.
    setsid();
    link->role_end.reset();
    set_process_title("helper");
    _exit(serve_helper({HelperChannel{link->helper_end.get(), HelperRights::delivering}}, table));
  }
  return std::move(link->role_end);
}

int serve_helper(const std::vector<HelperChannel>& channels, const HelperTable& table) {
  signal(SIGCHLD, SIG_IGN);  // children of this process are reaped by the kernel
  signal(SIGTERM, SIG_DFL);
  std::string buffer(kHelperRecordLimit, '\0');
  std::vector<pollfd> watched;
  for (const HelperChannel& channel : channels) watched.push_back({channel.socket, POLLIN, 0});
  auto is_open = [](const pollfd& entry) { return entry.fd >= 0; };
  while (std::any_of(watched.begin(), watched.end(), is_open)) {
    if (poll(watched.data(), watched.size(), -1) < 0) continue;
    for (size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].fd < 0 || watched[i].revents == 0) continue;
      Job job;
      switch (receive(channels[i], buffer, job)) {
        case Received::job: do_job(job, table); break;
        case Received::nothing: break;
        case Received::closed: watched[i].fd = -1; break;
      }
    }
  }
  return 0;
}

}  // namespace sm::process
