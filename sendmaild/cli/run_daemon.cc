// -bd and -bD. As root: supervisor, helper, receiver and sender as processes. As another user, or with --one-process: all
// of them in this process. Returns to the shell only after the ports are bound (or told to be taken).
// Security: the configuration is read and the ports are bound before the first byte from the network is.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>

#include "lib/base/log.h"
#include "sendmaild/cli/daemon_roles.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/own_deliveries.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
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

// The new configuration when it can be used; otherwise the old one goes on.
std::unique_ptr<DaemonRoles> reload(const CommandLine& line, const delivery::Site& before) {
  if (before.log_level(4)) log::write_plain(log::Priority::info, "restarting " + line.program + " due to signal");
  LoadedConfig loaded = load_config(line, true);
  if (loaded.site) {
    auto parts = DaemonRoles::prepare(loaded.site, line);
    if (parts) return *std::move(parts);
    log::write(log::Priority::error, "", "reload: " + parts.error().text);
  }
  log::write(log::Priority::error, "", "reload: errors in the configuration, going on with the old one");
  return nullptr;
}

void log_stop(const delivery::Site& site) {
  if (site.log_level(10)) log::write(log::Priority::info, "NOQUEUE", "stopping daemon, reason=signal");
}

int supervise(const CommandLine& line, std::unique_ptr<DaemonRoles> parts, daemon::BoundPorts ports) {
  for (;;) {
    if (!wait_for_ports(*parts->rights.site()->config, ports)) return 0;
    process::set_process_title("accepting connections");
    process::Supervisor supervisor(parts->roles(ports, line));
    std::unique_ptr<DaemonRoles> next;
    while (!next) {
      if (supervisor.watch() == process::Supervisor::Wish::stop) {
        log_stop(*parts->rights.site());
        supervisor.stop(kStopGrace);
        return 0;
      }
      next = reload(line, *parts->rights.site());
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

int run_in_one_process(const CommandLine& line, const delivery::SharedSite& site, daemon::BoundPorts ports) {
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
  receiver.run();
  log_stop(*site);
  sender.stop();
  // Deliveries that still wait for a server are broken off: their messages are in the queue.
  std::fflush(nullptr);
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
  auto pid_file = write_pid_file(*site, argv);
  if (site->log_level(10)) log::write_plain(log::Priority::info, "started as: " + command_line_of(argv));
  if (background && (ports.complete || !one_process)) background->ready();
  if (background && !ports.complete && one_process) background->failed(ExitStatus::os_error);
  return one_process ? run_in_one_process(line, site, std::move(ports)) : supervise(line, *std::move(parts), std::move(ports));
}

}  // namespace sm::cli
