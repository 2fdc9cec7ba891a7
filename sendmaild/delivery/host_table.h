// HostTable: what one queue run, or the delivery of one message, knows of the hosts that it talked to, as one process of
// sendmail does. Connections are kept for the next message (ConnectionCacheSize, ConnectionCacheTimeout); a host that could
// not be talked to is left alone for the rest of the run, and with HostStatusDirectory longer and by other processes, too
// (Timeout.hoststatus, mailer flag W); SingleThreadDelivery keeps others away from a host that is being talked to.
// Thread-safe: the deliveries of a run share it.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "lib/base/guarded.h"
#include "sendmaild/delivery/kept_connection.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/queue/host_status.h"

namespace sm::delivery {

// Says in the log that this process cannot write to HostStatusDirectory.
void check_host_status_directory(const Site& site);

class HostTable {
 public:
  using Verbose = std::function<void(const std::string&)>;
  struct Rules {
    size_t connections = 0;              // kept at a time
    std::chrono::seconds idle{0};        // how long each
    std::chrono::seconds memory{0};      // how long a failure counts
    bool single_thread = false;
    bool ask_files = true;               // false: a selected run tries what other runs gave up
  };
  static Rules rules_of(const config::Options& options, bool selected);

  HostTable(Rules rules, queue::HostStatusStore files, Wire& wire, Verbose verbose);
  // Says goodbye on every connection, which takes as long as the servers take.
  ~HostTable();

  // A connection to `host` that this mailer made, if there is one. `whom`: who it is for, for -v.
  std::optional<KeptConnection> take(const config::Mailer& mailer, const std::string& host, const std::string& whom);
  bool has(const config::Mailer& mailer, const std::string& host);
  // Space for one more: before a connection is made.
  void make_room();
  void keep(const config::Mailer& mailer, KeptConnection connection);

  // Before a host is tried.
  struct Entrance {
    enum class Kind { open, busy, in_trouble };
    Kind kind = Kind::open;
    queue::HostStatus trouble;
    UniqueFd lock;                       // with SingleThreadDelivery, of an open one
  };
  Entrance enter(const config::Mailer& mailer, const std::string& host);
  // What became of it.
  void note(const std::string& host, const queue::HostStatus& status, const UniqueFd& lock);

 private:
  struct Idle {
    int mailer;
    KeptConnection connection;
    std::chrono::steady_clock::time_point since;
  };
  using IdleList = std::list<Idle>;      // the one used longest ago comes first
  static IdleList::iterator find(IdleList& idle, const config::Mailer& mailer, const std::string& host);
  std::optional<queue::HostStatus> known_trouble(const std::string& host);
  void close(IdleList& list);
  void hang_up(KeptConnection& connection, const std::string& whom);
  void quit(KeptConnection& connection);

  Rules rules_;
  queue::HostStatusStore files_;
  Wire& wire_;
  Verbose verbose_;
  Guarded<IdleList> idle_;
  Guarded<std::map<std::string, queue::HostStatus>> failed_;
};

}  // namespace sm::delivery
