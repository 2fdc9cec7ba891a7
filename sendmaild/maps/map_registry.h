// The map classes by their names in K lines. One maker per class; a maker answers null when the K line cannot be used at
// all (the map is then declared, but never open).
#pragma once

#include <memory>
#include <string_view>

#include "sendmaild/maps/opened_map.h"

namespace sm::maps {

using MapFactory = std::unique_ptr<OpenedMap> (*)(MapMaker& maker);

// Null for a class that does not exist here.
MapFactory find_map_class(std::string_view name);

// Parses the shared flags, the letters of `refused` excepted, and complains about others: "Illegal option X map name".
// Returns what follows the flags.
std::string parse_common_flags(MapMaker& maker, MapFlags& flags);
// The file word behind the flags; complains "No file name for CLASS map NAME" when it is missing and then answers an
// empty text.
std::string take_file(MapMaker& maker, std::string_view rest);

std::unique_ptr<OpenedMap> make_arith_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_arpa_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_bestmx_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_class_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_database_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_dequote_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_dns_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_host_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_ldap_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_macro_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_null_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_program_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_regex_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_sequence_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_socket_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_stab_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_switch_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_syslog_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_text_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_unavailable_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_user_map(MapMaker& maker);
std::unique_ptr<OpenedMap> make_userdb_map(MapMaker& maker);

}  // namespace sm::maps
