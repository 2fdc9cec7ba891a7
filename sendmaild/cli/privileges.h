// Who the caller is and what he may: class t, TrustedUser, RunAsUser; and the messages about it.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/base/traffic_log.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/cli/options.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/queue/selector.h"

namespace sm::cli {

// Login name and full name of the real user.
struct Caller {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
  std::string full_name;
  std::string home;
};
Caller caller();

// root or TrustedUser.
bool is_trusted_uid(const delivery::Site& site);
// In class t: may set the sender and rebuild aliases.
bool is_trusted_name(const delivery::Site& site, const std::string& name);

// With UseMSP root becomes RunAsUser, who owns the client queue; a set-group-id program keeps its group. Nothing else
// changes (see own_deliveries.h).
Result<void> become_run_as_user(const delivery::Site& site);

// The file of -D, for appending, with the rights of who calls; not open without -D.
Result<UniqueFd> open_debug_file(const CommandLine& line);
// Output of -d: to that file, or standard output.
void show_debug(const CommandLine& line, const std::string& text);
// The file of -X, with the rights of who calls; null without -X.
Result<std::shared_ptr<const TrafficLog>> open_traffic_log(const CommandLine& line);

// Prints why the command cannot do its work, with sendmail's hint where it is about rights; the exit status for it.
int report_queue_error(const Error& error);

// The selection that -q… flags ask for (run_queue.cc).
Result<queue::Selector> selector_of(const CommandLine& line);

}  // namespace sm::cli
