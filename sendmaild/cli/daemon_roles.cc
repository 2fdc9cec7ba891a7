// See the header. Each role closes the ends that are not its own before it does anything else.
// Invariant: nothing here starts a thread in the supervisor.
#include "sendmaild/cli/daemon_roles.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "sendmaild/cli/service_user.h"
#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/daemon/receiver.h"
#include "sendmaild/daemon/sender.h"
#include "sendmaild/daemon/server_tls.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/process/configured_files.h"
#include "sendmaild/process/queue_client.h"

namespace sm::cli {
namespace {

constexpr mode_t kUmask = 077;

bool owns_all(const queue::QueueFolders& folders, uid_t uid) {
  for (size_t i = 0; i < folders.size(); ++i) {
    struct stat facts {};
    if (::fstat(folders.fd(i), &facts) != 0 || facts.st_uid != uid) return false;
  }
  return true;
}

Result<void> make_kick_pipe(DaemonRoles& parts) {
  int pair[2];
  if (pipe2(pair, O_CLOEXEC | O_NONBLOCK) != 0) return system_error("cannot make a pipe", errno, ExitStatus::os_error);
  parts.kick_in.reset(pair[0]);
  parts.kick_out.reset(pair[1]);
  return {};
}

queue::QueuePaths queue_of(const DaemonRoles& parts, int helper) {
  if (parts.queue_is_theirs) return *parts.paths;
  return parts.paths->with_files(process::queue_files_at(helper, parts.helper_uid));
}

// What a role works with, built after the fork because ids have the process id and maps are opened by who reads them.
Result<std::shared_ptr<delivery::Spool>> open_spool(const DaemonRoles& parts, int helper) {
  umask(kUmask);
  std::vector<std::string> complaints;
  auto files = process::configured_files_at(helper, parts.site->files(), parts.helper_uid);
  auto site = delivery::build_site(parts.site->config, complaints, files);
  if (!site) return site.error();
  return delivery::Spool::create(*site, queue_of(parts, helper));
}

int receive(DaemonRoles& parts, daemon::BoundPorts& ports) {
  parts.sender = {};
  parts.receiver.helper_end.reset();
  parts.kick_in.reset();
  auto spool = open_spool(parts, parts.receiver.role_end.get());
  if (!spool) return to_int(spool.error().status);
  auto kick = [pipe = parts.kick_out.get()](const queue::QueueLocation& where) {
    // A full pipe loses the kick, not the message: the next queue run takes it.
    std::string text = delivery::format_kick(where);
    static_cast<void>(!write(pipe, text.data(), text.size()));
  };
  daemon::Receiver receiver(*spool, kick, parts.server_tls);
  for (daemon::ListeningPort& port : ports.ports) {
    if (port.socket.valid()) receiver.listen(port.index, std::move(port.socket));
  }
  receiver.run();
  _exit(0);
}

int send(DaemonRoles& parts, daemon::BoundPorts& ports, const CommandLine& line, process::Role::Start start) {
  ports.ports.clear();
  parts.receiver = {};
  parts.sender.helper_end.reset();
  parts.kick_out.reset();
  auto spool = open_spool(parts, parts.sender.role_end.get());
  if (!spool) return to_int(spool.error().status);
  auto helper = process::helper_at(parts.sender.role_end.get());
  delivery::Wire wire;
  delivery::DeliveryServices services;
  services.spool = *spool;
  services.helper = helper.get();
  services.expander = delivery::make_expander((*spool)->shared_site(), helper.get());
  services.smtp.wire = &wire;
  services.smtp.tls = parts.client_tls;
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
  parts.receiver.role_end.reset();
  parts.sender.role_end.reset();
  process::HelperTable table = daemon::mailer_table(*parts.site->config);
  table.files = parts.site->files();
  if (!parts.queue_is_theirs) table.queue = parts.paths->shared_files();
  return process::serve_helper({HelperChannel{parts.receiver.helper_end.get(), HelperRights::receiving},
                                HelperChannel{parts.sender.helper_end.get(), HelperRights::delivering}},
                               table);
}

}  // namespace

Result<std::unique_ptr<DaemonRoles>> DaemonRoles::prepare(delivery::SharedSite site) {
  auto parts = std::make_unique<DaemonRoles>();
  auto paths = queue::QueuePaths::open(*site->config);
  if (!paths) return paths.error();
  auto identity = service_identity(site->options());
  if (!identity) return std::move(identity).error().in(site->config->file);
  auto receiver = process::make_helper_link();
  if (!receiver) return receiver.error();
  auto sender = process::make_helper_link();
  if (!sender) return sender.error();
  if (auto made = make_kick_pipe(*parts); !made) return made.error();
  parts->paths = std::make_unique<queue::QueuePaths>(std::move(*paths));
  parts->identity = *std::move(identity);
  parts->helper_uid = geteuid();
  parts->queue_is_theirs = owns_all(*parts->paths->folders(), parts->identity.uid);
  parts->server_tls = daemon::server_tls_context(*site);
  parts->client_tls = delivery::client_tls_context(*site);
  parts->receiver = *std::move(receiver);
  parts->sender = *std::move(sender);
  parts->site = std::move(site);
  return parts;
}

std::vector<process::Role> DaemonRoles::roles(daemon::BoundPorts& ports, const CommandLine& line) {
  process::Role helper{"helper", "helper", process::current_identity(), true, nullptr};
  helper.run = [this, &ports](process::Role::Start) { return help(*this, ports); };
  process::Role send_role{"sender", "sender", identity, false, nullptr};
  send_role.run = [this, &ports, &line](process::Role::Start start) { return send(*this, ports, line, start); };
  process::Role receive_role{"receiver", "receiver", identity, false, nullptr};
  receive_role.run = [this, &ports](process::Role::Start) { return receive(*this, ports); };
  return {helper, send_role, receive_role};
}

}  // namespace sm::cli
