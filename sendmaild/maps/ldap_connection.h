// LdapConnection: one connection to a directory server (libldap), made when it is needed and made again when the server
// went away. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/file_opener.h"
#include "lib/base/result.h"

struct ldap;

namespace sm::maps {

enum class LdapScope { base, one, sub };

struct LdapServer {
  std::string uri;              // one or several, blank-separated; empty: the library's default
  std::string bind_dn;          // empty: anonymous
  std::string password_file;    // its first line
  bool no_bind = false;         // -M none
  int version = 3;
  int connect_timeout = 0;      // seconds, 0: the library's
  int time_limit = 0;           // seconds, 0: none
  int size_limit = 0;
  bool follow_referrals = true;
  int dereference = 0;          // LDAP_DEREF_NEVER and relatives
};

struct LdapEntry {
  std::string dn;
  std::map<std::string, std::vector<std::string>> attributes;  // names in lower case
};

class LdapConnection {
 public:
  LdapConnection(LdapServer server, std::shared_ptr<const FileOpener> files);
  ~LdapConnection();
  LdapConnection(const LdapConnection&) = delete;
  LdapConnection& operator=(const LdapConnection&) = delete;

  // The entries found; none is no error. Errors are temporary.
  Result<std::vector<LdapEntry>> search(const std::string& base, LdapScope scope, const std::string& filter,
                                        const std::vector<std::string>& attributes, bool names_only);

 private:
  struct Closer {
    void operator()(ldap* handle) const;
  };
  Result<void> connect();
  int search_once(const std::string& base, LdapScope scope, const std::string& filter,
                  const std::vector<std::string>& attributes, bool names_only, std::vector<LdapEntry>& entries);

  LdapServer server_;
  std::shared_ptr<const FileOpener> files_;  // for the password
  std::unique_ptr<ldap, Closer> handle_;
};

// The parts of an LDAP URL (RFC 4516) that a search takes from it; nothing for a malformed one.
struct LdapUrl {
  std::string base;
  LdapScope scope = LdapScope::base;
  std::string filter;
  std::vector<std::string> attributes;
};
std::optional<LdapUrl> parse_ldap_url(const std::string& url);

}  // namespace sm::maps
