// getpw*_r and /etc/shells. Invariant: a failing database is told apart from a user who does not exist, so that mail is
// never bounced because a directory server is down.
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

std::string full_name_of(const passwd& entry) {
  std::string name;
  std::string login = entry.pw_name;
  for (char c : std::string_view(entry.pw_gecos == nullptr ? "" : entry.pw_gecos)) {
    if (c == ',' || c == ';' || c == '%') break;
    if (c == '&') {
      std::string capital = login;
      if (!capital.empty()) capital[0] = ascii::to_upper(capital[0]);
      name += capital;
    } else {
      name += c;
    }
  }
  return name;
}

LocalUser user_of(const passwd& entry) {
  LocalUser user;
  user.name = entry.pw_name;
  user.uid = entry.pw_uid;
  user.gid = entry.pw_gid;
  user.home = entry.pw_dir == nullptr || std::string_view(entry.pw_dir) == "/" ? "" : entry.pw_dir;
  user.full_name = full_name_of(entry);
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

std::optional<LocalUser> find_by_full_name(const std::string& name) {
  std::string wanted = name;
  for (char& c : wanted) {
    if (c == '_' || c == '.') c = ' ';
  }
  std::optional<LocalUser> user;
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(kBuffer);
  setpwent();
  while (!user && getpwent_r(&entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    std::string full = full_name_of(entry);
    if (full.find(' ') != std::string::npos && ascii::equal_ignoring_case(full, wanted)) user = user_of(entry);
  }
  endpwent();
  return user;
}

}  // namespace

Result<std::optional<LocalUser>> find_user(const std::string& name, bool match_full_names) {
  // A name with a slash or colon is no login name, whatever the database says.
  if (name.empty() || name.find_first_of("/:\n") != std::string::npos) return std::optional<LocalUser>();
  auto user = find_exact(name);
  if (!user || *user) return user;
  std::string lower = ascii::lower(name);
  if (lower != name) {
    user = find_exact(lower);
    if (!user || *user) return user;
  }
  if (match_full_names) return find_by_full_name(name);
  return user;
}

Result<std::optional<LocalUser>> find_user(uid_t uid) {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(kBuffer);
  int error = getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  return answer(error, found);
}

bool is_valid_shell(const std::string& shell) {
  std::string wanted = shell.empty() ? "/bin/sh" : shell;
  auto text = read_file("/etc/shells", kShellsLimit);
  if (!text) return wanted == "/bin/sh" || wanted == "/bin/bash" || wanted == "/bin/csh" || wanted == "/bin/ksh";
  for (std::string_view line : split(*text, '\n')) {
    std::string_view entry = trim(line.substr(0, line.find('#')));
    if (entry == wanted || entry == kAnyShell) return true;
  }
  return false;
}

}  // namespace sm::delivery
