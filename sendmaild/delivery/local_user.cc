// See the header. Invariant: a failing database is told apart from a user who does not exist, so that mail is never
// bounced because a directory server is down.
#include "sendmaild/delivery/local_user.h"

#include <pwd.h>

#include <cerrno>
#include <vector>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::delivery {
namespace {

constexpr size_t kBuffer = 16 * 1024;
constexpr size_t kShellsLimit = 64 * 1024;
constexpr std::string_view kAnyShell = "/SENDMAIL/ANY/SHELL/";

LocalUser user_of(const passwd& entry) {
  LocalUser user;
  user.name = entry.pw_name;
  user.uid = entry.pw_uid;
  user.gid = entry.pw_gid;
  user.home = entry.pw_dir == nullptr ? "" : entry.pw_dir;
  user.full_name = entry.pw_gecos == nullptr ? "" : entry.pw_gecos;
  user.shell = entry.pw_shell == nullptr ? "" : entry.pw_shell;
  return user;
}

// What getpwnam_r may return for "there is none" (its manual page lists them).
bool means_absent(int error) {
  return error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM;
}

Result<std::optional<LocalUser>> answer(int error, const passwd* found) {
  if (found != nullptr) return std::optional<LocalUser>(user_of(*found));
  if (means_absent(error)) return std::optional<LocalUser>();
  return system_error("user database", error, ExitStatus::temp_fail);
}

Result<std::optional<LocalUser>> find_exact(const std::string& name) {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(kBuffer);
  int error = getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
  return answer(error, found);
}

}  // namespace

Result<std::optional<LocalUser>> find_user(const std::string& name) {
  // A name with a slash or colon is no login name, whatever the database says.
  if (name.empty() || name.find_first_of("/:\n") != std::string::npos) return std::optional<LocalUser>();
  auto user = find_exact(name);
  if (!user || *user) return user;
  std::string lower = ascii::lower(name);
  return lower == name ? user : find_exact(lower);
}

Result<std::optional<LocalUser>> find_user(uid_t uid) {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(kBuffer);
  int error = getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  return answer(error, found);
}

Result<std::optional<LocalUser>> HelperUserFiles::find_user(const std::string& name) { return find_exact(name); }

Result<std::optional<LocalUser>> HelperUserFiles::find_user_by_id(uid_t uid) { return delivery::find_user(uid); }

bool HelperUserFiles::is_login_shell(const std::string& shell) {
  std::string wanted = shell.empty() ? "/bin/sh" : shell;
  auto text = read_file("/etc/shells", kShellsLimit);
  if (!text) return wanted == "/bin/sh" || wanted == "/bin/bash" || wanted == "/bin/csh" || wanted == "/bin/ksh";
  for (std::string_view line : split(*text, '\n')) {
    std::string_view entry = trim(line.substr(0, line.find('#')));
    if (entry == wanted || entry == kAnyShell) return true;
  }
  return false;
}

alias::OpenedAsUser HelperUserFiles::open(const std::string& path, uid_t uid, gid_t gid, const std::string& user) {
  alias::OpenedAsUser opened;
  if (helper_ == nullptr) {
    opened.error = EACCES;
    return opened;
  }
  process::OpenedFile file = helper_->open(path, process::RunUser{uid, gid, groups_ == Groups::primary ? "" : user}, process::OpenFor::reading, 0);
  opened.fd = std::move(file.fd);
  opened.error = file.error;
  return opened;
}

std::shared_ptr<const alias::Expander> make_expander(const SharedSite& site, process::HelperClient* helper) {
  Groups groups = site->options().dont_init_groups ? Groups::primary : Groups::of_user;
  return std::make_shared<alias::Expander>(site->config, site->rules, site->aliases,
                                           std::make_shared<HelperUserFiles>(helper, groups));
}

}  // namespace sm::delivery
