// Walks a path from the root as the kernel will, links included, and applies the rules to each folder and to the file.
#include "lib/base/safe_path.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include "lib/base/atomic_file.h"

namespace sm {
namespace {

constexpr int kMostLinks = 20;

Error refuse(const char* reason) { return Error{reason, ExitStatus::no_permission}; }

Error from_errno(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return Error{std::strerror(number), ExitStatus::no_input};
    case EACCES:
    case EPERM:
    case ELOOP:
    case ENAMETOOLONG: return Error{std::strerror(number), ExitStatus::no_permission};
    default: return Error{std::strerror(number), ExitStatus::temp_fail};
  }
}

bool in_group(const FileUser& user, gid_t gid) {
  return gid == user.gid || std::find(user.groups.begin(), user.groups.end(), gid) != user.groups.end();
}

// The three permission bits that count for the user. Root without `root_may` is like anybody else for files of others.
unsigned bits_for(const struct stat& facts, const FileUser& user, SafeRules rules) {
  if (user.uid == 0 && rules.has(SafeRule::root_may))
    return (facts.st_mode >> 6 | facts.st_mode >> 3 | facts.st_mode) & 7U;
  if (facts.st_uid == user.uid) return (facts.st_mode >> 6) & 7U;
  if (user.uid != 0 && in_group(user, facts.st_gid)) return (facts.st_mode >> 3) & 7U;
  return facts.st_mode & 7U;
}

unsigned wanted_bits(int access) {
  unsigned bits = 0;
  if ((access & R_OK) != 0) bits |= 4U;
  if ((access & W_OK) != 0) bits |= 2U;
  if ((access & X_OK) != 0) bits |= 1U;
  return bits;
}

Result<void> check_folder(const std::string& folder, const FileUser& user, SafeRules rules) {
  struct stat facts {};
  if (::stat(folder.c_str(), &facts) != 0) return from_errno(errno);
  bool sticky = rules.has(SafeRule::trust_sticky) && (facts.st_mode & S_ISVTX) != 0;
  if (rules.has(SafeRule::safe_folders) && !sticky) {
    if ((facts.st_mode & S_IWOTH) != 0) return refuse("World writable directory");
    if ((facts.st_mode & S_IWGRP) != 0 && !rules.has(SafeRule::group_writable_folders_are_safe))
      return refuse("Group writable directory");
  }
  if (user.uid != 0 && (bits_for(facts, user, rules) & 1U) == 0) return from_errno(EACCES);
  return {};
}

std::string below(const std::string& folder, const std::string& name) {
  return folder == "/" ? "/" + name : folder + "/" + name;
}

Result<void> walk(const std::string& path, const FileUser& user, SafeRules rules, int links_left) {
  std::string done = path.starts_with('/') ? "/" : ".";
  size_t position = 0;
  while (true) {
    if (Result<void> folder = check_folder(done, user, rules); !folder) return folder;
    position = path.find_first_not_of('/', position);
    if (position == std::string::npos) return {};
    size_t end = path.find('/', position);
    if (end == std::string::npos) return {};  // the last name is the file itself
    std::string name = path.substr(position, end - position);
    position = end;
    if (name == ".") continue;
    if (name == "..") {
      done = folder_of(done);
      continue;
    }
    std::string next = below(done, name);
    char target[PATH_MAX];
    ssize_t length = ::readlink(next.c_str(), target, sizeof target);
    if (length < 0) {
      done = next;
      continue;
    }
    if (links_left == 0) return from_errno(ELOOP);
    std::string linked(target, static_cast<size_t>(length));
    if (!linked.starts_with('/')) linked = below(done, linked);
    return walk(linked + path.substr(end), user, rules, links_left - 1);
  }
}

// A missing file: fine where it may be created.
Result<void> check_missing(const std::string& path, const FileUser& user, SafeRules rules) {
  if (!rules.has(SafeRule::may_create)) return from_errno(ENOENT);
  struct stat folder {};
  if (::stat(folder_of(path).c_str(), &folder) != 0) return from_errno(errno);
  if (user.uid == 0 || (bits_for(folder, user, rules) & 3U) == 3U) return {};
  return from_errno(EACCES);
}

}  // namespace

Result<void> check_safe_folders(const std::string& path, const FileUser& user, SafeRules rules) {
  return walk(path, user, rules, kMostLinks);
}

Result<void> check_safe_file(const struct stat& facts, const FileUser& user, SafeRules rules, int access) {
  if (rules.has(SafeRule::regular_only) && !S_ISREG(facts.st_mode)) return refuse("Regular files only");
  if (rules.has(SafeRule::no_group_writable) && (facts.st_mode & S_IWGRP) != 0) return refuse("Group writable file");
  if (rules.has(SafeRule::no_world_writable) && (facts.st_mode & S_IWOTH) != 0) return refuse("World writable file");
  if (rules.has(SafeRule::no_group_readable) && (facts.st_mode & S_IRGRP) != 0) return refuse("Group readable file");
  if (rules.has(SafeRule::no_world_readable) && (facts.st_mode & S_IROTH) != 0) return refuse("World readable file");
  if (rules.has(SafeRule::no_execute) && (facts.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0)
    return refuse("Executable files not allowed");
  if (rules.has(SafeRule::no_hard_link) && facts.st_nlink != 1) return refuse("Hard links not allowed");
  bool own = facts.st_uid == user.uid || facts.st_uid == 0 || (user.trusted_uid != 0 && facts.st_uid == user.trusted_uid);
  if (rules.has(SafeRule::must_own) && !own) return from_errno(EACCES);
  unsigned wanted = wanted_bits(access);
  if ((bits_for(facts, user, rules) & wanted) != wanted) return from_errno(EACCES);
  return {};
}

Result<void> check_safe_path(const std::string& path, const FileUser& user, SafeRules rules, int access) {
  if (path.size() >= PATH_MAX) return from_errno(ENAMETOOLONG);
  if (rules.has(SafeRule::no_link_in_unsafe_folder)) {
    SafeRules strict = rules;
    if (!check_safe_folders(path, user, strict.set(SafeRule::safe_folders)))
      rules.set(SafeRule::no_symlink).set(SafeRule::no_hard_link);
  }
  if (!rules.has(SafeRule::no_folder_check))
    if (Result<void> folders = check_safe_folders(path, user, rules); !folders) return folders;
  struct stat link {};
  if (::lstat(path.c_str(), &link) != 0) return errno == ENOENT ? check_missing(path, user, rules) : from_errno(errno);
  if (S_ISLNK(link.st_mode) && rules.has(SafeRule::no_symlink)) return refuse("Symbolic links not allowed");
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return from_errno(errno);
  return check_safe_file(facts, user, rules, access);
}

}  // namespace sm
