// See the header. Each role closes the ends that are not its own before it does anything else.
// Invariant: nothing here starts a thread in the supervisor.
#include "sendmaild/cli/daemon_roles.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "sendmaild/daemon/receiver.h"
#include "sendmaild/daemon/sender.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/delivery/run_request.h"
#include "sendmaild/delivery/site_tls.h"
#include "sendmaild/process/supervisor.h"

namespace sm::cli {
namespace {

constexpr mode_t kUmask = 077;

Result<void> make_pipe(UniqueFd& in, UniqueFd& out) {
  int pair[2];
  if (pipe2(pair, O_CLOEXEC | O_NONBLOCK) != 0) return system_error("cannot make a pipe", errno, ExitStatus::os_error);
  in.reset(pair[0]);
  out.reset(pair[1]);
  return {};
}

// The control socket and the pipe to the supervisor are the receiver's.
void leave_control(DaemonRoles& parts) {
  parts.control.reset();
  parts.wish_in.reset();
  parts.wish_out.reset();
}

void serve_control(DaemonRoles& parts, daemon::Receiver& receiver) {
  if (!parts.control) return;
  daemon::ControlLink link;
  link.socket = parts.control->take();
  link.daemon = getppid();
  link.request = [pipe = parts.wish_out.get()](daemon::ControlRequest request) {
    auto byte = request == daemon::ControlRequest::restart ? process::WishByte::reload : process::WishByte::stop;
    static_cast<void>(!write(pipe, &byte, sizeof byte));
  };
  receiver.serve_control(std::move(link));
}

int receive(DaemonRoles& parts, daemon::BoundPorts& ports) {
  parts.sender = {};
  parts.wish_in.reset();
  parts.receiver.helper_end.reset();
  parts.kick_in.reset();
  umask(kUmask);
  auto spool = parts.rights.open_spool(parts.receiver.role_end.get());
  if (!spool) return to_int(spool.error().status);
  auto kick = [pipe = parts.kick_out.get()](const queue::QueueLocation& where) {
    // A full pipe loses the kick, not the message: the next queue run takes it.
    std::string text = delivery::format_kick(where);
    static_cast<void>(!write(pipe, text.data(), text.size()));
  };
  daemon::Receiver receiver(*spool, kick, parts.server_tls);
  receiver.show_traffic(parts.traffic);
  receiver.on_run_request([pipe = parts.kick_out.get()](const std::string& node) {
    auto text = delivery::format_run_request(node);
    if (text) static_cast<void>(!write(pipe, text->data(), text->size()));
  });
  for (daemon::ListeningPort& port : ports.ports) {
    if (port.socket.valid()) receiver.listen(port.index, std::move(port.socket));
  }
  serve_control(parts, receiver);
  receiver.run();
  _exit(0);
}

int send(DaemonRoles& parts, daemon::BoundPorts& ports, const CommandLine& line, process::Role::Start start) {
  ports.ports.clear();
  leave_control(parts);
  parts.receiver = {};
  parts.sender.helper_end.reset();
  parts.kick_out.reset();
  umask(kUmask);
  auto spool = parts.rights.open_spool(parts.sender.role_end.get());
  if (!spool) return to_int(spool.error().status);
  auto helper = process::helper_at(parts.sender.role_end.get(), (*spool)->site().options().timeouts.fileopen);
  delivery::Wire wire;
  delivery::DeliveryServices services;
  services.spool = *spool;
  services.helper = helper.get();
  services.expander = delivery::make_expander((*spool)->shared_site(), helper.get());
  services.smtp.wire = &wire;
  services.smtp.tls = parts.rights.client_tls();
  services.smtp.statistics = &(*spool)->statistics();
  services.smtp.traffic = parts.traffic;
  delivery::check_host_status_directory((*spool)->site());
  daemon::SenderOptions options;
  options.interval = line.queue.interval;
  // What the sender that died was about to deliver is announced by nobody any more.
  options.run_at_start = line.queue.asked || start == process::Role::Start::again;
  daemon::Sender sender(services, options);
  sender.listen_to(std::move(parts.kick_in));
  sender.run();
  return 0;
}

int help(DaemonRoles& parts, daemon::BoundPorts& ports) {
  using process::HelperChannel;
  using process::HelperRights;
  ports.ports.clear();
  leave_control(parts);
  parts.receiver.role_end.reset();
  parts.sender.role_end.reset();
  return process::serve_helper({HelperChannel{parts.receiver.helper_end.get(), HelperRights::receiving},
                                HelperChannel{parts.sender.helper_end.get(), HelperRights::delivering}},
                               parts.rights.helper_table());
}

}  // namespace

Result<std::unique_ptr<DaemonRoles>> DaemonRoles::prepare(delivery::SharedSite site, const CommandLine& line) {
  auto traffic = open_traffic_log(line);
  if (!traffic) return traffic.error();
  auto rights = ServiceRights::prepare(std::move(site));
  if (!rights) return rights.error();
  auto receiver = process::make_helper_link();
  if (!receiver) return receiver.error();
  auto sender = process::make_helper_link();
  if (!sender) return sender.error();
  auto parts = std::make_unique<DaemonRoles>(*std::move(rights));
  if (auto made = make_pipe(parts->kick_in, parts->kick_out); !made) return made.error();
  if (auto made = make_pipe(parts->wish_in, parts->wish_out); !made) return made.error();
  parts->traffic = *std::move(traffic);
  parts->server_tls = delivery::tls_context(*parts->rights.site(), net::TlsRole::server);
  parts->receiver = *std::move(receiver);
  parts->sender = *std::move(sender);
  return parts;
}

std::vector<process::Role> DaemonRoles::roles(daemon::BoundPorts& ports, const CommandLine& line) {
  process::Role helper{"helper", "helper", process::current_identity(), true, nullptr};
  helper.run = [this, &ports](process::Role::Start) { return help(*this, ports); };
  process::Role send_role{"sender", "sender", rights.identity(), false, nullptr};
  send_role.run = [this, &ports, &line](process::Role::Start start) { return send(*this, ports, line, start); };
  process::Role receive_role{"receiver", "receiver", rights.identity(), false, nullptr};
  receive_role.run = [this, &ports](process::Role::Start) { return receive(*this, ports); };
  return {helper, send_role, receive_role};
}

}  // namespace sm::cli
