// See the header.
#include "sendmaild/maps/map_registry.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sm::maps {

namespace {

constexpr std::array<std::pair<std::string_view, MapFactory>, 27> kClasses = {{
    {"arith", make_arith_map},       {"arpa", make_arpa_map},         {"bestmx", make_bestmx_map},
    {"btree", make_database_map},    {"cdb", make_database_map},      {"class", make_class_map},
    {"dequote", make_dequote_map},   {"dns", make_dns_map},           {"hash", make_database_map},
    {"host", make_host_map},         {"implicit", make_database_map}, {"ldap", make_ldap_map},
    {"lmdb", make_database_map},     {"macro", make_macro_map},       {"nis", make_unavailable_map},
    {"nisplus", make_unavailable_map}, {"null", make_null_map},
    {"program", make_program_map},   {"regex", make_regex_map},       {"sequence", make_sequence_map},
    {"socket", make_socket_map},     {"stab", make_stab_map},         {"switch", make_switch_map},
    {"syslog", make_syslog_map},     {"text", make_text_map},         {"user", make_user_map},
    {"userdb", make_userdb_map},
}};

}  // namespace

MapFactory find_map_class(std::string_view name) {
  for (const auto& [class_name, factory] : kClasses) {
    if (class_name == name) return factory;
  }
  return nullptr;
}

std::string parse_common_flags(MapMaker& maker, MapFlags& flags) {
  auto take = [&](char letter, std::string_view value) { return take_common_flag(letter, value, flags); };
  auto complain = [&](char letter) {
    maker.errors.push_back(fmt::format("Illegal option {} map {}", letter, maker.spec.name));
  };
  return std::string(walk_flags(maker.spec.arguments, "kv", take, complain));
}

std::string take_file(MapMaker& maker, std::string_view rest) {
  std::string file = first_word(rest).word;
  if (file.empty()) {
    maker.errors.push_back(fmt::format("No file name for {} map {}", maker.spec.map_class, maker.spec.name));
  }
  maker.subject = file;
  return file;
}

}  // namespace sm::maps
