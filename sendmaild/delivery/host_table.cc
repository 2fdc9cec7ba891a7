// See the header. Connections are closed outside of the lock: a server may take its time to answer QUIT.
#include "sendmaild/delivery/host_table.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/log.h"

namespace sm::delivery {
namespace {

using queue::HostStatus;
using queue::HostStatusStore;

bool is_trouble(const HostStatus& status) { return status.status != ExitStatus::ok; }

}  // namespace

void check_host_status_directory(const Site& site) {
  if (auto complaint = HostStatusStore::complaint(site.options())) log::write_plain(log::Priority::warning, *complaint);
}

HostTable::Rules HostTable::rules_of(const config::Options& options, bool selected) {
  Rules rules;
  rules.connections = static_cast<size_t>(std::max(0, options.connection_cache_size));
  rules.idle = options.connection_cache_timeout;
  rules.memory = options.timeouts.hoststatus;
  rules.single_thread = options.single_thread_delivery;
  rules.ask_files = !selected;
  return rules;
}

HostTable::HostTable(Rules rules, HostStatusStore files, Wire& wire, Verbose verbose)
    : rules_(rules), files_(std::move(files)), wire_(wire), verbose_(std::move(verbose)) {}

HostTable::~HostTable() {
  IdleList all;
  idle_.with([&](IdleList& idle) { all.swap(idle); });
  close(all);
}

HostTable::IdleList::iterator HostTable::find(IdleList& idle, const config::Mailer& mailer, const std::string& host) {
  return std::find_if(idle.begin(), idle.end(), [&](const Idle& one) {
    return one.mailer == mailer.index && ascii::equal_ignoring_case(one.connection.server.name, host);
  });
}

void HostTable::quit(KeptConnection& connection) {
  auto verbose = verbose_;
  *connection.listener = [verbose](smtp::client::DialogueOptions::Direction direction, const std::string& line) {
    bool sent = direction == smtp::client::DialogueOptions::Direction::sent;
    if (verbose) verbose((sent ? ">>> " : "") + line);
  };
  wire_.await(connection.dialogue->quit());
  wire_.dispose(std::move(connection.dialogue));
}

void HostTable::hang_up(KeptConnection& connection, const std::string& whom) {
  if (verbose_) verbose_(whom + "Closing connection to " + connection.server.name);
  quit(connection);
}

void HostTable::close(IdleList& list) {
  for (Idle& one : list) hang_up(one.connection, "");
}

std::optional<KeptConnection> HostTable::take(const config::Mailer& mailer, const std::string& host, const std::string& whom) {
  IdleList expired;
  std::optional<KeptConnection> found;
  idle_.with([&](IdleList& idle) {
    auto oldest = std::chrono::steady_clock::now() - rules_.idle;
    for (auto one = idle.begin(); one != idle.end() && one->since <= oldest;) expired.splice(expired.end(), idle, one++);
    auto at = find(idle, mailer, host);
    if (at == idle.end()) return;
    found = std::move(at->connection);
    idle.erase(at);
  });
  close(expired);
  if (!found || mailer.max_deliveries == 0) return found;
  if (found->dialogue->transactions() < static_cast<size_t>(mailer.max_deliveries)) return found;
  hang_up(*found, whom + "... ");
  return std::nullopt;
}

bool HostTable::has(const config::Mailer& mailer, const std::string& host) {
  return idle_.with([&](IdleList& idle) { return find(idle, mailer, host) != idle.end(); });
}

void HostTable::make_room() {
  IdleList old;
  idle_.with([&](IdleList& idle) {
    while (!idle.empty() && idle.size() >= rules_.connections) old.splice(old.end(), idle, idle.begin());
  });
  close(old);
}

void HostTable::keep(const config::Mailer& mailer, KeptConnection connection) {
  if (rules_.connections == 0) return quit(connection);
  make_room();
  // Whoever hears it next says so.
  *connection.listener = nullptr;
  idle_.with([&](IdleList& idle) {
    idle.push_back(Idle{mailer.index, std::move(connection), std::chrono::steady_clock::now()});
  });
}

std::optional<HostStatus> HostTable::known_trouble(const std::string& host) {
  TimePoint now = std::chrono::system_clock::now();
  auto own = failed_.with([&](std::map<std::string, HostStatus>& failed) -> std::optional<HostStatus> {
    auto at = failed.find(ascii::lower(host));
    if (at == failed.end() || at->second.when + rules_.memory < now) return std::nullopt;
    return at->second;
  });
  if (own || !rules_.ask_files) return own;
  auto others = files_.find(host, rules_.memory, now);
  return others && is_trouble(*others) ? others : std::nullopt;
}

HostTable::Entrance HostTable::enter(const config::Mailer& mailer, const std::string& host) {
  Entrance entrance;
  bool remembers = !mailer.flags.has('W') && rules_.memory.count() > 0;
  if (auto trouble = remembers ? known_trouble(host) : std::nullopt) {
    entrance.kind = Entrance::Kind::in_trouble;
    entrance.trouble = *std::move(trouble);
    return entrance;
  }
  if (!rules_.single_thread) return entrance;
  auto lock = files_.hold(host);
  // A file that cannot be made keeps nobody from delivering.
  if (!lock) return entrance;
  if (*lock) {
    entrance.lock = **std::move(lock);
  } else {
    entrance.kind = Entrance::Kind::busy;
  }
  return entrance;
}

void HostTable::note(const std::string& host, const HostStatus& status, const UniqueFd& lock) {
  failed_.with([&](std::map<std::string, HostStatus>& failed) {
    if (is_trouble(status)) {
      failed.insert_or_assign(ascii::lower(host), status);
    } else {
      failed.erase(ascii::lower(host));
    }
  });
  static_cast<void>(files_.store(host, status, lock));
}

}  // namespace sm::delivery
