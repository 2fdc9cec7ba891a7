// Both ways to run mailers and open files as their users: over the helper's socket, or by this process.
// Invariant: descriptors of the child's side are closed here once the child has them, so that ends of files are seen.
#include "sendmaild/process/helper_client.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "sendmaild/process/helper_call.h"

namespace sm::process {
namespace {


// The four ends of a mailer's input and output.
struct Channels {
  UniqueFd our_input, our_output, child_input, child_output;
};

Result<Channels> make_channels(bool one_socket) {
  Channels channels;
  int pair[2];
  if (one_socket) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
      return system_error("cannot make a socket pair", errno, ExitStatus::temp_fail);
    }
    channels.our_input.reset(pair[0]);
    channels.child_input.reset(pair[1]);
    channels.child_output.reset(fcntl(pair[1], F_DUPFD_CLOEXEC, 3));
    return channels;
  }
  if (pipe2(pair, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno, ExitStatus::temp_fail);
  channels.child_input.reset(pair[0]);
  channels.our_input.reset(pair[1]);
  if (pipe2(pair, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno, ExitStatus::temp_fail);
  channels.our_output.reset(pair[0]);
  channels.child_output.reset(pair[1]);
  return channels;
}

class LocalMailer final : public RunningMailer {
 public:
  explicit LocalMailer(pid_t child) : child_(child) {}
  ~LocalMailer() override {
    input.reset();
    output.reset();
    if (child_ > 0) static_cast<void>(wait_for(child_));
  }
  Result<ChildStatus> wait() override { return wait_for(std::exchange(child_, -1)); }

 private:
  pid_t child_;
};

class LocalHelper final : public HelperClient {
 public:
  explicit LocalHelper(HelperTable table) : table_(std::move(table)) {}

  Result<std::unique_ptr<RunningMailer>> run(const RunRequest& request) override {
    auto index = static_cast<size_t>(request.mailer);
    if (index >= table_.mailers.size() || table_.mailers[index].path.empty()) {
      return Error{"mailer " + std::to_string(request.mailer) + " is not a program", ExitStatus::config};
    }
    const MailerProgram& program = table_.mailers[index];
    if (geteuid() == 0 && request.user.uid == 0 && !program.may_be_root) {
      return Error{"mailer may not run as root", ExitStatus::no_permission};
    }
    auto channels = make_channels(request.one_socket);
    if (!channels) return channels.error();
    SpawnRequest spawn_request;
    spawn_request.path = program.path;
    spawn_request.argv = request.argv;
    spawn_request.environment = table_.environment;
    spawn_request.input = channels->child_input.get();
    spawn_request.output = channels->child_output.get();
    spawn_request.identity = geteuid() == 0 ? identity_for(request.user.uid, request.user.gid, request.user.user)
                                            : current_identity();
    spawn_request.root = program.root;
    spawn_request.directories = request.directories;
    spawn_request.nice = program.nice;
    auto child = spawn(spawn_request);
    if (!child) return child.error();
    std::unique_ptr<RunningMailer> mailer = std::make_unique<LocalMailer>(*child);
    mailer->input = std::move(channels->our_input);
    mailer->output = std::move(channels->our_output);
    return mailer;
  }

  OpenedFile open(const std::string& path, const RunUser& user, OpenFor purpose, mode_t mode) override {
    OpenAsRequest request;
    request.path = path;
    request.identity = identity_for(user.uid, user.gid, user.user);
    request.purpose = purpose;
    request.mode = mode;
    return open_as(request, static_cast<int>(table_.open_timeout.count()));
  }

 private:
  HelperTable table_;
};

class RemoteMailer final : public RunningMailer {
 public:
  explicit RemoteMailer(UniqueFd report) : report_(std::move(report)) {}

  Result<ChildStatus> wait() override {
    int value = 0;
    ssize_t got;
    do {
      got = recv(report_.get(), &value, sizeof value, 0);
    } while (got < 0 && errno == EINTR);
    if (got != static_cast<ssize_t>(sizeof value)) return Error{"helper is gone", ExitStatus::temp_fail};
    if (value < 0) {
      return system_error("cannot run mailer", -value, -value == EAGAIN ? ExitStatus::temp_fail : ExitStatus::unavailable);
    }
    return child_status(value);
  }

 private:
  UniqueFd report_;
};

class RemoteHelper final : public HelperClient {
 public:
  RemoteHelper(int socket, std::chrono::seconds open_timeout) : socket_(socket), open_timeout_(open_timeout) {}

  Result<std::unique_ptr<RunningMailer>> run(const RunRequest& request) override {
    HelperRecord record;
    record.kind = HelperRecord::Kind::run_mailer;
    record.number = static_cast<uint32_t>(request.mailer);
    record.uid = request.user.uid;
    record.gid = request.user.gid;
    record.user = request.user.user;
    record.argv = request.argv;
    record.directories = request.directories;
    auto channels = make_channels(request.one_socket);
    if (!channels) return channels.error();
    auto report = send_record(socket_, record, {channels->child_input.get(), channels->child_output.get()});
    if (!report) return report.error();
    std::unique_ptr<RunningMailer> mailer = std::make_unique<RemoteMailer>(std::move(*report));
    mailer->input = std::move(channels->our_input);
    mailer->output = std::move(channels->our_output);
    return mailer;
  }

  OpenedFile open(const std::string& path, const RunUser& user, OpenFor purpose, mode_t mode) override {
    HelperRecord record;
    record.kind = HelperRecord::Kind::open_file;
    record.uid = user.uid;
    record.gid = user.gid;
    record.user = user.user;
    record.path = path;
    record.for_appending = purpose == OpenFor::appending ? 1 : 0;
    record.mode = mode;
    return call_for_descriptor(socket_, record, static_cast<int>(open_timeout_.count()) + kHelperMarginSeconds);
  }

 private:
  int socket_;
  std::chrono::seconds open_timeout_;
};

}  // namespace

std::unique_ptr<HelperClient> helper_at(int socket, std::chrono::seconds open_timeout) {
  return std::make_unique<RemoteHelper>(socket, open_timeout);
}

std::unique_ptr<HelperClient> helper_here(HelperTable table) { return std::make_unique<LocalHelper>(std::move(table)); }

}  // namespace sm::process
