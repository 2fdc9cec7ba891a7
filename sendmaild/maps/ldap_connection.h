// LdapConnection: one connection to a directory server (libldap), made when it is needed and made again when the server
// went away. Not thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"

struct ldap;

namespace sm::maps {

enum class LdapScope { base, one, sub };

struct LdapServer {
  std::string uri;              // one or several, blank-separated; empty: the library's default
  std::string bind_dn;          // empty: anonymous
  std::string password_file;    // its first line is the password
  std::string password;
  bool no_bind = false;         // -M none
  int version = 3;
  int connect_timeout = 60;     // seconds, 0: the library's
  int time_limit = 0;           // seconds, 0: none
  int size_limit = 0;
  bool follow_referrals = true;
  int dereference = 0;          // LDAP_DEREF_NEVER and relatives
};

struct LdapEntry {
  std::string dn;
  struct Attribute {
    std::string name;
    std::vector<std::string> values;
  };
  std::vector<Attribute> attributes;  // in the order of the server's answer
};

struct LdapResult {
  enum class Status {
    ok,             // none is no error
    too_many,       // more than the size limit
    not_asked,      // the filter is none
    failed,         // the server answered with an error, or not at all
  };
  Status status = Status::ok;
  std::string reason;  // of the last two, in the library's words
  std::vector<LdapEntry> entries;
};

class LdapConnection {
 public:
  explicit LdapConnection(LdapServer server);
  ~LdapConnection();
  LdapConnection(const LdapConnection&) = delete;
  LdapConnection& operator=(const LdapConnection&) = delete;

  // Connects and binds, unless that was done. The error's text is the system's last reason, if any.
  Result<void> open();
  LdapResult search(const std::string& base, LdapScope scope, const std::string& filter,
                    const std::vector<std::string>& attributes, bool names_only);

 private:
  struct Closer {
    void operator()(ldap* handle) const;
  };
  int search_once(const std::string& base, LdapScope scope, const std::string& filter,
                  const std::vector<std::string>& attributes, bool names_only, std::vector<LdapEntry>& entries);

  LdapServer server_;
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
