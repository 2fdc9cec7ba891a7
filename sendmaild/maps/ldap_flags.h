// The flags of ldap maps and of LDAPDefaultSpec.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/maps/ldap_connection.h"
#include "sendmaild/maps/map_flags.h"
#include "sendmaild/maps/opened_map.h"

namespace sm::maps {

// One element of -v: "name:TYPE:class|class".
struct LdapAttribute {
  enum class Type { normal, dn, filter, url };
  std::string name;
  Type type = Type::normal;
  std::vector<std::string> object_classes;
};

struct LdapFlags {
  std::string place = "localhost";        // the server as the flags have it, for messages
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

// Filter and attributes of the schema that sendmail documents (cf/README, "USING LDAP"), for aliases and classes whose
// specification has none. `class_name` is empty for aliases.
std::string documented_ldap_spec(const std::string& class_name, const macros::MacroScope& macros);

enum class LdapFilter { needed, not_needed };

// Reads the flags into `flags` and `own`; complaints go to the maker and name `map_name`. False when the map cannot be used.
bool parse_ldap_flags(std::string_view arguments, const std::string& map_name, LdapFilter filter, MapFlags& flags,
                      LdapFlags& own, const MapMaker& maker);

}  // namespace sm::maps
