// Host status files (HostStatusDirectory): what happened the last time we talked to a host, shared by all processes and
// printed by hoststat.
#pragma once

#include <optional>
#include <string>

#include "lib/base/clock.h"
#include "lib/base/exit_status.h"
#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/config/options.h"

namespace sm::queue {

struct HostStatus {
  int error_number = 0;            // errno of the connection, 0 none
  ExitStatus status = ExitStatus::ok;
  std::string enhanced;            // "4.4.1"
  std::string text;                // the last reply
  TimePoint when;
};

class HostStatusStore {
 public:
  // `directory`: a path; empty: nothing is kept.
  explicit HostStatusStore(std::string directory) : directory_(std::move(directory)) {}
  // HostStatusDirectory is below the queue directory unless it is absolute.
  static HostStatusStore of(const config::Options& options);
  // "Warning: Cannot use HostStatusDirectory = …": this process cannot keep anything there.
  static std::optional<std::string> complaint(const config::Options& options);

  // Nothing: unknown, older than `lifetime` (Timeout.hoststatus), or unreadable.
  std::optional<HostStatus> find(const std::string& host, std::chrono::seconds lifetime, TimePoint now) const;
  // `held`: what hold() gave for this host; without it nothing is stored while somebody else holds the host.
  Result<void> store(const std::string& host, const HostStatus& status, const UniqueFd& held = UniqueFd()) const;
  // The host is this delivery's alone as long as the descriptor is open (SingleThreadDelivery). Nothing: it is another's.
  Result<std::optional<UniqueFd>> hold(const std::string& host) const;
  // hoststat's output; -v prints longer lines.
  std::string print(bool verbose, TimePoint now) const;
  // purgestat: files older than `older_than` go, with them empty folders.
  void purge(std::chrono::seconds older_than, TimePoint now) const;

 private:
  std::string file_of(const std::string& host) const;
  Result<UniqueFd> open_file(const std::string& host) const;

  std::string directory_;
};

}  // namespace sm::queue
