// See the header. Security: called by root before anything from outside is read; the result is never uid 0.
#include "sendmaild/cli/service_user.h"

#include <grp.h>

#include <vector>

#include "sendmaild/delivery/local_user.h"

namespace sm::cli {
namespace {

constexpr const char* kDedicatedUsers[] = {"smmta", "smmsp"};
constexpr const char* kSaslGroup = "sasl";
constexpr size_t kGroupBuffer = 64 * 1024;

void add_sasl_group(process::Identity& identity) {
  group entry{};
  group* found = nullptr;
  std::vector<char> buffer(kGroupBuffer);
  if (getgrnam_r(kSaslGroup, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    identity.groups.push_back(entry.gr_gid);
  }
}

process::Identity identity_of(uid_t uid, gid_t gid, const std::string& name) {
  process::Identity identity = process::identity_for(uid, gid, name);
  add_sasl_group(identity);
  return identity;
}

}  // namespace

Result<process::Identity> service_identity(const config::Options& options) {
  const config::UserAndGroup& run_as = options.run_as_user;
  if (run_as.uid != 0) return identity_of(run_as.uid, run_as.gid, run_as.name);
  for (const char* name : kDedicatedUsers) {
    auto user = delivery::find_user(std::string(name));
    if (user && *user && (*user)->uid != 0) return identity_of((*user)->uid, (*user)->gid, (*user)->name);
  }
  const config::UserAndGroup& fallback = options.default_user;
  if (fallback.uid != 0) return identity_of(fallback.uid, fallback.gid, fallback.name);
  return Error{"no user for the parts that hear from the network: create user smmta or smmsp, or set RunAsUser",
               ExitStatus::config};
}

}  // namespace sm::cli
