// -bd and -bD. As root: supervisor, helper, receiver and sender as processes. As another user, or with --one-process: all
// of them in this process. Returns to the shell only after the ports are bound (or told to be taken).
// Security: the configuration is read and the ports are bound before the first byte from the network is.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>

#include "lib/base/log.h"
#include "sendmaild/cli/daemon_roles.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/own_deliveries.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/daemon/control_socket.h"
#include "sendmaild/daemon/receiver.h"
#include "sendmaild/daemon/sender.h"
#include "sendmaild/delivery/run_request.h"
#include "sendmaild/delivery/site_tls.h"
#include "sendmaild/process/daemonize.h"
#include "sendmaild/process/pid_file.h"
#include "sendmaild/process/process_title.h"
#include "sendmaild/process/supervisor.h"

namespace sm::cli {
namespace {

using std::chrono::seconds;

constexpr seconds kStopGrace{4};
constexpr seconds kBindRetry{5};

// Who wants the daemon to stop or to begin anew, for the log.
constexpr const char* kSignal = "signal";
constexpr const char* kControlSocket = "control socket";

std::string command_line_of(const std::vector<std::string>& argv) {
  std::string text;
  for (const std::string& word : argv) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::optional<process::PidFile> write_pid_file(const delivery::Site& site, const std::vector<std::string>& argv) {
  macros::MacroScope globals(site.config->macros);
  std::string path = macros::expand(site.options().pid_file, globals);
  if (path.empty()) return std::nullopt;
  auto file = process::PidFile::create(path, command_line_of(argv));
  if (file) return std::move(*file);
  log::write(log::Priority::error, "", file.error().text);
  return std::nullopt;
}

void log_problems(const daemon::BoundPorts& ports) {
  for (const std::string& problem : ports.problems) {
    log::write(log::Priority::critical, "", "SYSERR(root): opendaemonsocket: " + problem);
    log::write_plain(log::Priority::critical, problem.substr(0, problem.find(": ")) + ": problem creating SMTP socket");
  }
}

// Waits for ports that are taken; false when SIGTERM came first.
bool wait_for_ports(const config::Config& config, daemon::BoundPorts& ports) {
  while (!ports.complete) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    timespec pause{kBindRetry.count(), 0};
    if (sigtimedwait(&ending, nullptr, &pause) > 0) return false;
    ports = daemon::bind_ports(config, std::move(ports));
    if (!ports.complete) log_problems(ports);
  }
  return true;
}

void log_restart(const CommandLine& line, const delivery::Site& site, const char* reason) {
  if (site.log_level(4)) log::write_plain(log::Priority::info, "restarting " + line.program + " due to " + reason);
}

void log_refused_reload() {
  log::write(log::Priority::error, "", "reload: errors in the configuration, going on with the old one");
}

// The new configuration when it can be used; otherwise the old one goes on.
std::unique_ptr<DaemonRoles> reload(const CommandLine& line, const delivery::Site& before, const char* reason) {
  log_restart(line, before, reason);
  LoadedConfig loaded = load_config(line, true);
  if (loaded.site) {
    auto parts = DaemonRoles::prepare(loaded.site, line);
    if (parts) return *std::move(parts);
    log::write(log::Priority::error, "", "reload: " + parts.error().text);
  }
  log_refused_reload();
  return nullptr;
}

void log_stop(const delivery::Site& site, const char* reason) {
  if (site.log_level(10)) log::write(log::Priority::info, "NOQUEUE", fmt::format("stopping daemon, reason={}", reason));
}

int supervise(const CommandLine& line, std::unique_ptr<DaemonRoles> parts, daemon::BoundPorts ports) {
  bool has_tried_control = ports.complete;  // while ports are taken the socket is, too
  for (;;) {
    if (!wait_for_ports(*parts->rights.site()->config, ports)) return 0;
    if (!has_tried_control) parts->control = daemon::ControlSocket::open(*parts->rights.site());
    has_tried_control = false;
    process::set_process_title("accepting connections");
    process::Supervisor supervisor(parts->roles(ports, line), parts->wish_in.get());
    std::unique_ptr<DaemonRoles> next;
    while (!next) {
      using Wish = process::Supervisor::Wish;
      Wish wish = supervisor.watch();
      const char* reason = wish == Wish::stop || wish == Wish::reload ? kSignal : kControlSocket;
      if (wish == Wish::stop || wish == Wish::stop_by_control) {
        log_stop(*parts->rights.site(), reason);
        supervisor.stop(kStopGrace);
        return 0;
      }
      next = reload(line, *parts->rights.site(), reason);
    }
    supervisor.stop(kStopGrace);
    log_start(*next->rights.site(), "SMTP", line);
    // Sockets of ports that stay are kept, so that nobody is refused meanwhile.
    ports = daemon::keep_ports(*parts->rights.site()->config, std::move(ports), *next->rights.site()->config);
    ports = daemon::bind_ports(*next->rights.site()->config, std::move(ports));
    log_problems(ports);
    parts = std::move(next);
  }
}

// What the daemon leaves in the file system while it runs. --one-process, which ends without destructors, lets go of it.
struct OwnFiles {
  std::optional<process::PidFile> pid_file;
  std::unique_ptr<daemon::ControlSocket> control;
};

// A restart as another process would do it: the program is executed anew, with its arguments.
[[noreturn]] void execute_again(const std::vector<std::string>& argv) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(argv[0][0] == '/' ? words[0] : "/proc/self/exe", words.data());
  log::write(log::Priority::alert, "NOQUEUE", "SYSERR(root): cannot restart: " + system_error(argv[0], errno).text);
  _exit(to_int(ExitStatus::os_error));
}

// Leads sessions until it is told to end; what the control socket asked for.
daemon::ControlRequest serve(daemon::Receiver& receiver, const CommandLine& line, const delivery::Site& site, OwnFiles& files) {
  daemon::ControlRequest asked = daemon::ControlRequest::none;
  if (files.control) {
    daemon::ControlLink link;
    link.socket = files.control->take();
    link.daemon = getpid();
    link.request = [&](daemon::ControlRequest request) {
      bool restart = request == daemon::ControlRequest::restart;
      if (restart) log_restart(line, site, kControlSocket);
      if (restart && !load_config(line, true).site) return log_refused_reload();
      asked = request;
      receiver.stop();
    };
    receiver.serve_control(std::move(link));
  }
  receiver.run();
  return asked;
}

int run_in_one_process(const CommandLine& line, const std::vector<std::string>& argv, const delivery::SharedSite& site,
                       daemon::BoundPorts ports, OwnFiles files) {
  if (!ports.complete) {
    for (const std::string& problem : ports.problems) {
      std::fprintf(stderr, "%s: %s (another program listens there: stop it, or change DaemonPortOptions)\n",
                   site->config->file.c_str(), problem.c_str());
    }
    return to_int(ExitStatus::os_error);
  }
  process::set_process_title("accepting connections");
  process::unblock_supervisor_signals();
  auto rights = CommandRights::settle(line, site);
  if (!rights) return report_queue_error(rights.error());
  OwnDeliveries own(*std::move(rights));
  daemon::SenderOptions options;
  options.interval = line.queue.interval;
  options.run_at_start = line.queue.asked;
  daemon::Sender sender(own.services(), options);
  sender.start();
  daemon::Receiver receiver(own.spool(), [&sender](const queue::QueueLocation& where) { sender.kick(where); },
                            delivery::tls_context(*site, net::TlsRole::server));
  receiver.show_traffic(own.traffic());
  receiver.on_run_request([&sender](const std::string& node) { sender.run_queue(delivery::selector_of_node(node)); });
  for (daemon::ListeningPort& port : ports.ports) {
    if (port.socket.valid()) receiver.listen(port.index, std::move(port.socket));
  }
  daemon::ControlRequest asked = serve(receiver, line, *site, files);
  if (asked != daemon::ControlRequest::restart) {
    log_stop(*site, asked == daemon::ControlRequest::none ? kSignal : kControlSocket);
  }
  sender.stop();
  files = {};
  // Deliveries that still wait for a server are broken off: their messages are in the queue.
  std::fflush(nullptr);
  if (asked == daemon::ControlRequest::restart) execute_again(argv);
  _exit(0);
}

// What the roles need, or (one process) nothing but the check that the queue can be used.
Result<std::unique_ptr<DaemonRoles>> prepare(const delivery::SharedSite& site, const CommandLine& line, bool one_process) {
  if (!one_process) return DaemonRoles::prepare(site, line);
  auto checked = delivery::Spool::open(site);
  if (!checked) return checked.error();
  return std::unique_ptr<DaemonRoles>();
}

}  // namespace

int run_daemon(const CommandLine& line, const std::vector<std::string>& argv) {
  open_log(line);
  LoadedConfig loaded = load_config(line, true);
  if (!loaded.site) return to_int(loaded.status);
  delivery::SharedSite site = loaded.site;
  if (site->options().use_msp) {
    std::fputs("Mail submission program cannot be used as daemon\n", stderr);
    return to_int(ExitStatus::usage);
  }
  bool one_process = line.one_process || geteuid() != 0;
  auto parts = prepare(site, line, one_process);
  if (!parts) {
    std::fprintf(stderr, "%s\n", parts.error().text.c_str());
    return to_int(parts.error().status);
  }
  std::optional<process::Daemonizing> background;
  if (line.mode == Mode::daemon && !line.one_process) background.emplace(process::Daemonizing::begin());
  process::block_supervisor_signals();
  log_start(*site, "SMTP", line);
  daemon::BoundPorts ports = daemon::bind_ports(*site->config, {});
  log_problems(ports);
  // Both are there when the command returns to the shell.
  OwnFiles files{write_pid_file(*site, argv), ports.complete ? daemon::ControlSocket::open(*site) : nullptr};
  if (site->log_level(10)) log::write_plain(log::Priority::info, "started as: " + command_line_of(argv));
  if (background && (ports.complete || !one_process)) background->ready();
  if (background && !ports.complete && one_process) background->failed(ExitStatus::os_error);
  if (one_process) return run_in_one_process(line, argv, site, std::move(ports), std::move(files));
  (*parts)->control = std::move(files.control);
  return supervise(line, *std::move(parts), std::move(ports));
}

}  // namespace sm::cli
