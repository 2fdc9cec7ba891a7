// The life of the roles: start, death, back-off, stop. Signals are waited for with poll(2) and a signalfd(2), never handled.
// Invariant: a role runs at most once at a time.
#include "sendmaild/process/supervisor.h"

#include <fmt/format.h>
#include <signal.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "lib/base/log.h"
#include "sendmaild/process/confine.h"
#include "sendmaild/process/process_title.h"
#include "sendmaild/process/spawn.h"

namespace sm::process {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kLongestBackOff{60};
// A role that lived this long starts with no back-off again.
constexpr seconds kHealthyLife{60};
constexpr milliseconds kIdle{60000};

sigset_t supervisor_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&set, number);
  return set;
}

int pending_signal() {
  sigset_t set = supervisor_signals();
  timespec at_once{};
  return sigtimedwait(&set, nullptr, &at_once);
}

std::optional<Supervisor::Wish> wish_of(char byte) {
  switch (static_cast<WishByte>(byte)) {
    case WishByte::stop: return Supervisor::Wish::stop_by_control;
    case WishByte::reload: return Supervisor::Wish::reload_by_control;
  }
  return std::nullopt;
}

[[noreturn]] void become_role(const Role& role, Role::Start start) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  unblock_supervisor_signals();
  auto identity = become(role.identity);
  if (identity && !role.may_gain_rights) identity = forbid_new_rights();
  if (!identity) {
    log::write(log::Priority::alert, "NOQUEUE", "SYSERR(root): role " + role.name + ": " + identity.error().text);
    _exit(to_int(ExitStatus::os_error));
  }
  // A change of identity clears the wish to die with the parent.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  set_process_title(role.title);
  _exit(role.run(start));
}

}  // namespace

void block_supervisor_signals() {
  sigset_t set = supervisor_signals();
  sigprocmask(SIG_BLOCK, &set, nullptr);
}

void unblock_supervisor_signals() {
  sigset_t set = supervisor_signals();
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

Supervisor::Supervisor(std::vector<Role> roles, int requests) : requests_(requests) {
  sigset_t set = supervisor_signals();
  signals_.reset(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  for (Role& role : roles) {
    Running running;
    running.role = std::move(role);
    roles_.push_back(std::move(running));
  }
}

Supervisor::~Supervisor() { stop(seconds(0)); }

void Supervisor::start(Running& running) {
  pid_t pid = fork();
  if (pid == 0) become_role(running.role, running.died ? Role::Start::again : Role::Start::first);
  if (pid < 0) {
    log::write(log::Priority::error, "NOQUEUE", fmt::format("cannot fork for role {}: errno {}", running.role.name, errno));
    running.start_after = steady_clock::now() + seconds(1);
    return;
  }
  running.pid = pid;
  running.started = steady_clock::now();
}

void Supervisor::start_due() {
  auto now = steady_clock::now();
  for (Running& running : roles_) {
    if (running.pid < 0 && running.start_after <= now) start(running);
  }
}

milliseconds Supervisor::until_next_start() const {
  milliseconds wait = kIdle;
  auto now = steady_clock::now();
  for (const Running& running : roles_) {
    if (running.pid >= 0) continue;
    auto left = std::chrono::duration_cast<milliseconds>(running.start_after - now) + milliseconds(1);
    wait = std::min(wait, std::max(left, milliseconds(0)));
  }
  return wait;
}

void Supervisor::reap() {
  int wait_status = 0;
  pid_t pid;
  while ((pid = waitpid(-1, &wait_status, WNOHANG)) > 0) {
    for (Running& running : roles_) {
      if (running.pid != pid) continue;
      running.pid = -1;
      running.died = true;
      auto now = steady_clock::now();
      bool healthy = now - running.started > kHealthyLife;
      running.back_off = healthy ? seconds(0) : std::min(kLongestBackOff, running.back_off * 2 + seconds(1));
      running.start_after = now + running.back_off;
      ChildStatus status = child_status(wait_status);
      std::string how = status.exited ? fmt::format("exit {}", status.exit_code) : fmt::format("signal {}", status.signal);
      log::write(log::Priority::error, "NOQUEUE",
                 fmt::format("role {} died ({}), restarting in {}s", running.role.name, how, running.back_off.count()));
    }
  }
}

std::optional<Supervisor::Wish> Supervisor::next_wish(milliseconds limit) const {
  pollfd watched[] = {{signals_.get(), POLLIN, 0}, {requests_, POLLIN, 0}};
  if (poll(watched, std::size(watched), static_cast<int>(limit.count())) <= 0) return std::nullopt;
  switch (pending_signal()) {
    case SIGTERM:
    case SIGINT: return Wish::stop;
    case SIGHUP: return Wish::reload;
    default: break;
  }
  char byte = 0;
  if (watched[1].revents == 0 || read(requests_, &byte, 1) != 1) return std::nullopt;
  return wish_of(byte);
}

Supervisor::Wish Supervisor::watch() {
  for (;;) {
    start_due();
    if (auto wish = next_wish(until_next_start())) return *wish;
    reap();
  }
}

void Supervisor::stop(seconds grace) {
  for (const Running& running : roles_) {
    if (running.pid > 0) kill(running.pid, SIGTERM);
  }
  auto limit = steady_clock::now() + grace;
  bool killed = false;
  for (;;) {
    bool left = false;
    for (Running& running : roles_) {
      if (running.pid > 0 && waitpid(running.pid, nullptr, WNOHANG) != 0) running.pid = -1;
      left = left || running.pid > 0;
    }
    if (!left) return;
    if (!killed && steady_clock::now() >= limit) {
      for (const Running& running : roles_) {
        if (running.pid > 0) kill(running.pid, SIGKILL);
      }
      killed = true;
    }
    timespec pause{0, 20 * 1000000};
    nanosleep(&pause, nullptr);
  }
}

}  // namespace sm::process
