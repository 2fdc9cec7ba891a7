// -bd and -bD. As root: supervisor, helper, receiver and sender as processes. As another user, or with --one-process: all
// of them in this process. Returns to the shell only after the ports are bound (or told to be taken).
// Security: the configuration is read and the ports are bound before the first byte from the network is.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "lib/base/log.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/daemon/listen_ports.h"
#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/daemon/receiver.h"
#include "sendmaild/daemon/sender.h"
#include "sendmaild/delivery/local_user.h"
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

// The sockets and pipes between the roles; the supervisor keeps all ends, so that a restarted role finds them.
struct Links {
  UniqueFd helper_end, sender_end;
  UniqueFd kick_in, kick_out;
};

std::optional<Links> make_links() {
  Links links;
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return std::nullopt;
  links.helper_end.reset(pair[0]);
  links.sender_end.reset(pair[1]);
  int size = 256 * 1024;
  setsockopt(pair[0], SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  if (pipe2(pair, O_CLOEXEC | O_NONBLOCK) != 0) return std::nullopt;
  links.kick_in.reset(pair[0]);
  links.kick_out.reset(pair[1]);
  return links;
}

int receiver_role(const std::shared_ptr<const config::Config>& config, const daemon::BoundPorts& ports, int kick_pipe) {
  std::vector<std::string> complaints;
  auto site = delivery::build_site(config, complaints);
  if (!site) return to_int(site.error().status);
  auto spool = delivery::Spool::open(*site);
  if (!spool) return to_int(spool.error().status);
  auto kick = [kick_pipe](const queue::QueueLocation& where) {
    // A full pipe loses the kick, not the message: the next queue run takes it.
    std::string text = delivery::format_kick(where);
    static_cast<void>(!write(kick_pipe, text.data(), text.size()));
  };
  daemon::Receiver receiver(*spool, kick);
  for (const daemon::ListeningPort& port : ports.ports) {
    if (port.socket.valid()) receiver.listen(port.index, UniqueFd(fcntl(port.socket.get(), F_DUPFD_CLOEXEC, 3)));
  }
  receiver.run();
  _exit(0);
}

int sender_role(const std::shared_ptr<const config::Config>& config, const Links& links, const CommandLine& line) {
  std::vector<std::string> complaints;
  auto site = delivery::build_site(config, complaints);
  if (!site) return to_int(site.error().status);
  auto spool = delivery::Spool::open(*site);
  if (!spool) return to_int(spool.error().status);
  auto helper = process::helper_at(links.sender_end.get());
  delivery::Wire wire;
  delivery::DeliveryServices services;
  services.spool = *spool;
  services.helper = helper.get();
  services.expander = delivery::make_expander(*site, helper.get());
  services.smtp.wire = &wire;
  services.smtp.tls = delivery::client_tls_context(**site);
  daemon::SenderOptions options;
  options.interval = line.queue.interval;
  options.run_at_start = line.queue.asked;
  daemon::Sender sender(services, options);
  sender.listen_to(UniqueFd(fcntl(links.kick_in.get(), F_DUPFD_CLOEXEC, 3)));
  sender.run();
  return 0;
}

std::vector<process::Role> make_roles(const delivery::SharedSite& site, const daemon::BoundPorts& ports,
                                      const Links& links, const CommandLine& line) {
  const config::UserAndGroup& run_as = site->options().run_as_user;
  process::Identity identity = process::identity_for(run_as.uid, run_as.gid, run_as.name);
  process::Confinement confinement = process::file_rights_only();
  auto config = site->config;
  process::Role helper{"helper", "helper", process::current_identity(), {}, nullptr};
  helper.run = [config, &links] {
    return process::serve_helper(links.helper_end.get(), daemon::mailer_table(*config));
  };
  process::Role receiver{"receiver", "receiver", identity, confinement, nullptr};
  receiver.run = [config, &ports, &links] { return receiver_role(config, ports, links.kick_out.get()); };
  process::Role sender{"sender", "sender", identity, confinement, nullptr};
  sender.run = [config, &links, &line] { return sender_role(config, links, line); };
  return {helper, sender, receiver};
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

int supervise(const CommandLine& line, delivery::SharedSite site, daemon::BoundPorts ports) {
  auto links = make_links();
  if (!links) return to_int(ExitStatus::os_error);
  for (;;) {
    if (!wait_for_ports(*site->config, ports)) return 0;
    process::set_process_title("accepting connections");
    process::Supervisor supervisor(make_roles(site, ports, *links, line));
    for (;;) {
      if (supervisor.watch() == process::Supervisor::Wish::stop) {
        supervisor.stop(kStopGrace);
        return 0;
      }
      LoadedConfig loaded = load_config(line, true);
      if (loaded.site) {
        log_start(*loaded.site, "SMTP", line);
        site = loaded.site;
        break;
      }
      log::write(log::Priority::error, "", "reload: errors in the configuration, going on with the old one");
    }
    supervisor.stop(kStopGrace);
    ports = daemon::bind_ports(*site->config, {});
    log_problems(ports);
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
  process::unblock_supervisor_signals();
  auto own = OwnDeliveries::open(site);
  if (!own) {
    std::fprintf(stderr, "%s\n", own.error().text.c_str());
    return to_int(own.error().status);
  }
  daemon::SenderOptions options;
  options.interval = line.queue.interval;
  options.run_at_start = line.queue.asked;
  daemon::Sender sender((*own)->services(), options);
  sender.start();
  daemon::Receiver receiver((*own)->spool(), [&sender](const queue::QueueLocation& where) { sender.kick(where); });
  for (daemon::ListeningPort& port : ports.ports) {
    if (port.socket.valid()) receiver.listen(port.index, std::move(port.socket));
  }
  receiver.run();
  sender.stop();
  // Deliveries that still wait for a server are broken off: their messages are in the queue.
  std::fflush(nullptr);
  _exit(0);
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
  auto checked = delivery::Spool::open(site);
  if (!checked) {
    std::fprintf(stderr, "%s\n", checked.error().text.c_str());
    return to_int(checked.error().status);
  }
  bool one_process = line.one_process || geteuid() != 0;
  std::optional<process::Daemonizing> background;
  if (line.mode == Mode::daemon && !line.one_process) background.emplace(process::Daemonizing::begin());
  process::block_supervisor_signals();
  log_start(*site, "SMTP", line);
  daemon::BoundPorts ports = daemon::bind_ports(*site->config, {});
  log_problems(ports);
  auto pid_file = write_pid_file(*site, argv);
  if (background && (ports.complete || !one_process)) background->ready();
  if (background && !ports.complete && one_process) background->failed(ExitStatus::os_error);
  return one_process ? run_in_one_process(line, site, std::move(ports)) : supervise(line, site, std::move(ports));
}

}  // namespace sm::cli
