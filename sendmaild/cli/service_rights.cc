// See the header. Security: called by root before anything from outside is read; the result is never uid 0.
#include "sendmaild/cli/service_rights.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/delivery/local_user.h"
#include "sendmaild/delivery/site_tls.h"
#include "sendmaild/process/configured_files.h"
#include "sendmaild/process/queue_client.h"

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

bool owns_all(const queue::QueueFolders& folders, uid_t uid) {
  for (size_t i = 0; i < folders.size(); ++i) {
    struct stat facts {};
    if (::fstat(folders.fd(i), &facts) != 0 || facts.st_uid != uid) return false;
  }
  return true;
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

ServiceRights::ServiceRights(delivery::SharedSite site, process::Identity identity, queue::QueuePaths paths)
    : site_(std::move(site)),
      identity_(std::move(identity)),
      paths_(std::move(paths)),
      helper_uid_(geteuid()),
      queue_is_theirs_(owns_all(*paths_.folders(), identity_.uid)),
      client_tls_(delivery::tls_context(*site_, net::TlsRole::client)),
      statistics_(std::make_shared<delivery::Statistics>(site_->options())) {}

Result<ServiceRights> ServiceRights::prepare(delivery::SharedSite site) {
  auto paths = queue::QueuePaths::open(*site->config);
  if (!paths) return paths.error();
  auto identity = service_identity(site->options());
  if (!identity) return std::move(identity).error().in(site->config->file);
  return ServiceRights(std::move(site), *std::move(identity), *std::move(paths));
}

process::HelperTable ServiceRights::helper_table() const {
  process::HelperTable table = daemon::mailer_table(*site_->config);
  table.files = site_->files();
  table.check_file = [site = site_](const std::string& path) { return site->check_file(path); };
  if (!queue_is_theirs_) table.queue = paths_.shared_files();
  return table;
}

Result<std::shared_ptr<delivery::Spool>> ServiceRights::open_spool(int helper) const {
  std::vector<std::string> complaints;
  auto files = process::configured_files_at(helper, site_->files(), helper_uid_);
  auto site = delivery::build_site(site_->config, complaints, files);
  if (!site) return site.error();
  if (queue_is_theirs_) return delivery::Spool::create(*site, paths_, statistics_);
  return delivery::Spool::create(*site, paths_.with_files(process::queue_files_at(helper, helper_uid_)), statistics_);
}

}  // namespace sm::cli
