// The users of this host and their files, for alias expansion and delivery: getpw*(3) and /etc/shells, files opened
// through the helper with their owners' rights. Thread-safe; may block (NSS can be LDAP).
#pragma once

#include <optional>
#include <string>

#include "sendmaild/alias/expand.h"
#include "sendmaild/alias/user_files.h"
#include "sendmaild/delivery/site.h"
#include "sendmaild/process/helper_client.h"

namespace sm::delivery {

using alias::LocalUser;

// The exact name, else the name in lower case. "Could not ask" is an Error with status temp_fail.
Result<std::optional<LocalUser>> find_user(const std::string& name);
Result<std::optional<LocalUser>> find_user(uid_t uid);

// UserFiles over these and a helper. Without a helper (the receiver, which only asks whether addresses exist) no file can
// be opened.
// DontInitGroups: files are opened with the rights of all groups of their user, or of the primary one.
enum class Groups { of_user, primary };

class HelperUserFiles final : public alias::UserFiles {
 public:
  // `helper` may be null; it outlives the object.
  HelperUserFiles(process::HelperClient* helper, Groups groups) : helper_(helper), groups_(groups) {}
  Result<std::optional<LocalUser>> find_user(const std::string& name) override;
  Result<std::optional<LocalUser>> find_user_by_id(uid_t uid) override;
  bool is_login_shell(const std::string& shell) override;
  alias::OpenedAsUser open(const std::string& path, uid_t uid, gid_t gid, const std::string& user) override;

 private:
  process::HelperClient* helper_;
  Groups groups_;
};

// The expander of a site; `helper` null: for verification only.
std::shared_ptr<const alias::Expander> make_expander(const SharedSite& site, process::HelperClient* helper);

}  // namespace sm::delivery
