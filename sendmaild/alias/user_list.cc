// Opening, checking and splitting.
#include "sendmaild/alias/user_list.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/posix.h"
#include "lib/base/safe_path.h"
#include "lib/base/text.h"
#include "sendmaild/alias/address_list.h"

namespace sm::alias {
namespace {

using config::Blame;

constexpr size_t kLargestList = 16 << 20;

// The exemptions of one kind of list.
struct Exemptions {
  Blame group_writable, group_writable_safe, world_writable, unsafe_folders, unsafe_folders_safe, group_folders, links;
  const char* name;
};

constexpr Exemptions kForward{Blame::group_writable_forward_file,    Blame::group_writable_forward_file_safe,
                              Blame::world_writable_forward_file,    Blame::forward_file_in_unsafe_dir_path,
                              Blame::forward_file_in_unsafe_dir_path_safe,
                              Blame::forward_file_in_group_writable_dir_path,
                              Blame::linked_forward_file_in_writable_dir, "forward"};
constexpr Exemptions kInclude{Blame::group_writable_include_file,    Blame::group_writable_include_file_safe,
                              Blame::world_writable_include_file,    Blame::include_file_in_unsafe_dir_path,
                              Blame::include_file_in_unsafe_dir_path_safe,
                              Blame::include_file_in_group_writable_dir_path,
                              Blame::linked_include_file_in_writable_dir, ":include:"};

bool is_transient(int error) {
  switch (error) {
    case ETIMEDOUT: case EAGAIN: case ENFILE: case EMFILE: case EIO: case ESTALE: case ENOMEM: case EINTR: return true;
    default: return false;
  }
}

class Checker {
 public:
  Checker(ListKind kind, const std::string& path, const ListReader& reader, const config::Options& options)
      : kind_(kind), exempt_(kind == ListKind::forward ? kForward : kInclude), path_(path), options_(options) {
    user_.uid = reader.uid;
    user_.gid = reader.gid;
    user_.trusted_uid = options.trusted_user.uid;
  }

  // The reason to refuse the open file, or nothing; fills in what is known about its trust.
  std::optional<std::string> check(const struct stat& facts, UserList& list) {
    list.owner = facts.st_uid;
    if (std::optional<std::string> reason = check_folders(list)) return reason;
    bool group = has(exempt_.group_writable) || has(exempt_.group_writable_safe);
    SafeRules rules{SafeRule::regular_only};
    rules.set(SafeRule::must_own, kind_ == ListKind::forward);
    rules.set(SafeRule::no_group_writable, !group);
    rules.set(SafeRule::no_world_writable, !has(exempt_.world_writable));
    rules.set(SafeRule::no_hard_link, !list.safe_folders && !has(exempt_.links));
    // Reading was allowed by the kernel when the file was opened.
    if (Result<void> file = check_safe_file(facts, user_, rules, 0); !file) return file.error().text;
    if ((facts.st_mode & S_IWOTH) != 0) distrust(list, fmt::format("world writable {} file", exempt_.name));
    if ((facts.st_mode & S_IWGRP) != 0 && !has(exempt_.group_writable_safe))
      distrust(list, fmt::format("group writable {} file", exempt_.name));
    return std::nullopt;
  }

 private:
  bool has(Blame flag) const { return options_.dont_blame_sendmail.has(flag); }

  void distrust(UserList& list, const std::string& why) {
    list.unsafe = true;
    list.notes.push_back(fmt::format("{}: {}, marked unsafe", path_, why));
  }

  std::optional<std::string> check_folders(UserList& list) {
    SafeRules rules{SafeRule::safe_folders, SafeRule::root_may};
    rules.set(SafeRule::group_writable_folders_are_safe, has(Blame::group_writable_dir_path_safe));
    rules.set(SafeRule::trust_sticky, has(Blame::trust_sticky_bit));
    Result<void> folders = check_safe_folders(path_, user_, rules);
    // A folder this process may not look into was good enough for the user's own open.
    list.safe_folders = folders.ok() || !folders.error().text.ends_with("directory");
    if (list.safe_folders) return std::nullopt;
    bool group_only = folders.error().text.starts_with("Group");
    bool allowed = has(exempt_.unsafe_folders) || has(exempt_.unsafe_folders_safe) ||
                   (group_only && has(exempt_.group_folders));
    if (!allowed) return folders.error().text;
    if (!has(exempt_.unsafe_folders_safe)) distrust(list, "unsafe directory path");
    return std::nullopt;
  }

  ListKind kind_;
  const Exemptions& exempt_;
  const std::string& path_;
  const config::Options& options_;
  FileUser user_;
};

}  // namespace

std::vector<std::string> list_members(std::string_view text) {
  std::vector<std::string> out;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    for (size_t mark = line.find(" #@#"); mark != std::string_view::npos; mark = line.find(" #@#", mark + 1)) {
      size_t behind = mark + 4;
      if (behind < line.size() && line[behind] != ' ' && line[behind] != '\t') continue;
      line = line.substr(0, mark);
      break;
    }
    for (std::string& member : split_address_list(line)) out.push_back(std::move(member));
  }
  return out;
}

UserList read_user_list(ListKind kind, const std::string& path, const ListReader& reader, const config::Options& options,
                        UserFiles& files) {
  UserList list;
  OpenedAsUser opened = files.open(path, reader.uid, reader.gid, reader.user);
  if (opened.error != 0 || !opened.fd.valid()) {
    int error = opened.error != 0 ? opened.error : EBADF;
    list.reason = std::strerror(error);
    list.timed_out = error == ETIMEDOUT;
    if (is_transient(error))
      list.kind = UserList::Kind::transient;
    else
      list.kind = error == ENOENT || error == ENOTDIR ? UserList::Kind::missing : UserList::Kind::refused;
    return list;
  }
  struct stat facts {};
  std::optional<std::string> refused;
  if (::fstat(opened.fd.get(), &facts) != 0)
    refused = std::strerror(errno);
  else
    refused = Checker(kind, path, reader, options).check(facts, list);
  if (refused) {
    list.kind = UserList::Kind::refused;
    list.reason = *refused;
    return list;
  }
  Result<std::string> text = read_all(opened.fd.get(), kLargestList);
  if (!text) {
    list.kind = UserList::Kind::transient;
    list.reason = text.error().text;
    return list;
  }
  list.kind = UserList::Kind::read;
  list.members = list_members(*text);
  return list;
}

}  // namespace sm::alias
