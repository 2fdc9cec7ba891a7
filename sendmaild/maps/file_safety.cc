// See the header.
#include "sendmaild/maps/file_safety.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/safe_path.h"
#include "sendmaild/process/run_as.h"

namespace sm::maps {
namespace {

using config::Blame;

Result<void> check_file(const std::string& path, const FileOpener& files, const config::Config& config, SafeRules rules) {
  const config::BlameFlags& blame = config.options.dont_blame_sendmail;
  process::Identity self = process::current_identity();
  FileUser user{.uid = files.uid(), .gid = self.gid, .groups = self.groups, .trusted_uid = config.options.trusted_user.uid};
  rules.set(SafeRule::regular_only);
  rules.set(SafeRule::group_writable_folders_are_safe, blame.has(Blame::group_writable_dir_path_safe));
  rules.set(SafeRule::trust_sticky, blame.has(Blame::trust_sticky_bit));
  Result<void> safe = check_safe_path(path, user, rules, R_OK);
  // Where this process may not look, whoever opens the file for it does (HelperTable::check_file).
  bool others_look = files.uid() != self.uid && !safe && safe.error().text == std::strerror(EACCES);
  return others_look ? Result<void>() : safe;
}

}  // namespace

Result<void> check_map_file(const std::string& path, const FileOpener& files, const config::Config* config) {
  if (config == nullptr) return {};
  const config::BlameFlags& blame = config->options.dont_blame_sendmail;
  SafeRules rules;
  rules.set(SafeRule::safe_folders, !blame.has(Blame::map_in_unsafe_dir_path));
  rules.set(SafeRule::no_link_in_unsafe_folder, !blame.has(Blame::linked_map_in_writable_dir));
  // Files of TrustedUser are as good as root's own; of others root takes only what everybody may read.
  struct stat facts {};
  uid_t trusted_user = config->options.trusted_user.uid;
  bool trusted = trusted_user != 0 && ::stat(path.c_str(), &facts) == 0 && facts.st_uid == trusted_user;
  rules.set(SafeRule::root_may, trusted);
  return check_file(path, files, *config, rules);
}

Result<void> check_auth_info_file(const std::string& path, const FileOpener& files, const config::Config& config) {
  const config::BlameFlags& blame = config.options.dont_blame_sendmail;
  SafeRules rules{SafeRule::safe_folders, SafeRule::no_group_writable, SafeRule::no_world_writable,
                  SafeRule::no_world_readable, SafeRule::root_may};
  rules.set(SafeRule::no_group_readable, !blame.has(Blame::group_readable_default_auth_info_file));
  return check_file(path, files, config, rules);
}

}  // namespace sm::maps
