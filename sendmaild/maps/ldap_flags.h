// The flags of ldap maps and of LDAPDefaultSpec.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/maps/ldap_connection.h"
#include "sendmaild/maps/map_flags.h"

namespace sm::maps {

// One element of -v: "name:TYPE:class|class".
struct LdapAttribute {
  enum class Type { normal, dn, filter, url };
  std::string name;
  Type type = Type::normal;
  std::vector<std::string> object_classes;
};

struct LdapFlags {
  LdapServer server;
  std::string base;                       // -b
  LdapScope scope = LdapScope::sub;       // -s
  std::string filter;                     // -k
  bool use_arguments = false;             // -K
  bool names_only = false;                // -n
  bool exactly_one = false;               // -1
  std::optional<char> show_names;         // -V
  std::vector<LdapAttribute> attributes;  // -v; empty: all
};

// Reads the flags into `flags` and `own`; complaints name `map_name`. False when the map cannot be used.
bool parse_ldap_flags(std::string_view arguments, const std::string& map_name, MapFlags& flags, LdapFlags& own,
                      std::vector<std::string>& errors);

}  // namespace sm::maps
