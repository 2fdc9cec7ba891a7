// See the header. Unlike other maps, values may be quoted and may stand in the word behind their letter.
#include "sendmaild/maps/ldap_flags.h"

#include <fmt/format.h>
#include <ldap.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::maps {

namespace {

constexpr size_t kMostAttributes = 64;
constexpr std::string_view kLettersWithValue = "abcdHhklMPprSTsVvwxZz";

class Parser {
 public:
  Parser(std::string map_name, LdapFilter filter, MapFlags& flags, LdapFlags& own, const MapMaker& maker)
      : map_name_(std::move(map_name)), filter_(filter), flags_(flags), own_(own), files_(*maker.files), errors_(maker.errors) {}

  bool parse(std::string_view text) {
    size_t at = 0;
    for (;;) {
      while (at < text.size() && ascii::is_space(text[at])) at++;
      if (at + 1 >= text.size() || text[at] != '-') break;
      char letter = text[at + 1];
      at += 2;
      std::string value;
      if (kLettersWithValue.find(letter) != std::string_view::npos) value = take_value(text, at);
      take(letter, value);
      if (!usable_) return false;
      // Whatever clings to a letter without a value is passed over.
      while (at < text.size() && !ascii::is_space(text[at])) at++;
    }
    finish();
    return usable_;
  }

 private:
  static std::string take_value(std::string_view text, size_t& at) {
    while (at < text.size() && ascii::is_space(text[at])) at++;
    char end = at < text.size() && text[at] == '"' ? '"' : '\0';
    if (end == '"') at++;
    std::string value;
    while (at < text.size() && (end == '"' ? text[at] != '"' : !ascii::is_space(text[at]))) value += text[at++];
    if (end == '"' && at < text.size()) at++;
    return value;
  }

  // What ends the reading of the flags: the map is of no use.
  void refuse(std::string text) {
    errors_.push_back(std::move(text));
    usable_ = false;
  }

  void take(char letter, const std::string& value) {
    switch (letter) {
      case 'b': own_.base = value; break;
      case 'c': own_.server.connect_timeout = number(value); break;
      case 'd': own_.server.bind_dn = value; break;
      case 'H': take_place(value, uri_); break;
      case 'h': take_place(value, hosts_); break;
      case 'p': port_ = number(value); break;
      case 'k': own_.filter = value; break;
      case 'K': own_.use_arguments = true; break;
      case 'l': own_.server.time_limit = number(value); break;
      case 'M': take_method(value); break;
      case 'P': password_file_ = value; break;
      case 'n': own_.names_only = true; break;
      case 'R': own_.server.follow_referrals = false; break;
      case 'r': take_dereference(value); break;
      case 's': take_scope(value); break;
      case 'V': own_.show_names = delimiter_from(value); break;
      case 'v': attributes_ = value; break;
      case 'w': take_version(value); break;
      case 'Z': own_.server.size_limit = number(value); break;
      case '1': own_.exactly_one = true; break;
      case 'x': break;
      default:
        if (!take_common_flag(letter, value, flags_)) {
          errors_.push_back(fmt::format("Illegal option {} map {}", letter, map_name_));
        }
    }
  }

  static int number(const std::string& value) { return static_cast<int>(parse_leading_int(value)); }

  void take_method(std::string_view value) {
    if (ascii::starts_with_ignoring_case(value, "LDAP_AUTH_")) value.remove_prefix(10);
    if (ascii::equal_ignoring_case(value, "none")) {
      own_.server.no_bind = true;
    } else if (!ascii::equal_ignoring_case(value, "simple")) {
      // krbv4 is no longer in any directory library.
      refuse(fmt::format("Method for binding must be [none|simple|krbv4] (not {}) in map {}", value, map_name_));
    }
  }

  void take_place(const std::string& value, std::string& place) {
    place = value;
    if (uri_.empty() || hosts_.empty()) return;
    refuse(fmt::format("Can not specify both an LDAP host and an LDAP URI in map {}", map_name_));
  }

  void take_version(const std::string& value) {
    constexpr int kOldest = 2;
    constexpr int kNewest = 3;
    own_.server.version = number(value);
    if (own_.server.version < kOldest) {
      refuse(fmt::format("LDAP version {} is lower than min of {} in map {}", own_.server.version, kOldest, map_name_));
    } else if (own_.server.version > kNewest) {
      refuse(fmt::format("LDAP version {} exceeds max of {} in map {}", own_.server.version, kNewest, map_name_));
    }
  }

  void take_scope(std::string_view value) {
    if (ascii::equal_ignoring_case(value, "base")) {
      own_.scope = LdapScope::base;
    } else if (ascii::equal_ignoring_case(value, "one")) {
      own_.scope = LdapScope::one;
    } else if (ascii::equal_ignoring_case(value, "sub")) {
      own_.scope = LdapScope::sub;
    } else {
      refuse(fmt::format("Scope must be [base|one|sub] (not {}) in map {}", value, map_name_));
    }
  }

  void take_dereference(std::string_view value) {
    constexpr std::array<std::pair<std::string_view, int>, 4> kWords = {{{"never", LDAP_DEREF_NEVER},
                                                                         {"always", LDAP_DEREF_ALWAYS},
                                                                         {"search", LDAP_DEREF_SEARCHING},
                                                                         {"find", LDAP_DEREF_FINDING}}};
    for (const auto& [word, code] : kWords) {
      if (!ascii::equal_ignoring_case(word, value)) continue;
      own_.server.dereference = code;
      return;
    }
    refuse(fmt::format("Deref must be [never|always|search|find] (not {}) in map {}", value, map_name_));
  }

  void take_attributes(std::string_view value) {
    for (std::string_view piece : split(value, ',')) {
      if (piece.empty()) continue;
      if (own_.attributes.size() == kMostAttributes) {
        return refuse(fmt::format("Too many return attributes in {} (max {})", map_name_, kMostAttributes));
      }
      std::vector<std::string_view> parts = split(piece, ':');
      LdapAttribute attribute;
      attribute.name = parts[0];
      for (const LdapAttribute& other : own_.attributes) {
        if (!ascii::equal_ignoring_case(other.name, attribute.name)) continue;
        return refuse(fmt::format("Duplicate attribute ({}) in {}", attribute.name, map_name_));
      }
      if (parts.size() > 1 && !parts[1].empty() && !take_type(parts[1], attribute)) return;
      if (parts.size() > 2) {
        for (std::string_view name : split(parts[2], '|')) {
          if (!name.empty()) attribute.object_classes.emplace_back(name);
        }
      }
      own_.attributes.push_back(std::move(attribute));
    }
  }

  bool take_type(std::string_view word, LdapAttribute& attribute) {
    using Type = LdapAttribute::Type;
    constexpr std::array<std::pair<std::string_view, Type>, 4> kTypes = {
        {{"NORMAL", Type::normal}, {"DN", Type::dn}, {"FILTER", Type::filter}, {"URL", Type::url}}};
    for (const auto& [known, type] : kTypes) {
      if (!ascii::equal_ignoring_case(known, word)) continue;
      attribute.type = type;
      return true;
    }
    refuse(fmt::format("Unknown attribute type ({}) in {}", word, map_name_));
    return false;
  }

  void finish() {
    if (!password_file_.empty()) read_password();
    if (usable_ && own_.filter.empty() && filter_ == LdapFilter::needed) refuse(fmt::format("No filter given in map {}", map_name_));
    if (usable_) take_attributes(attributes_);
    if (usable_) check_recursion();
    if (!uri_.empty()) own_.place = own_.server.uri = uri_;
    if (!hosts_.empty()) {
      own_.place = hosts_;
      own_.server.uri = uris_of_hosts();
    }
    if (own_.exactly_one) own_.server.size_limit = 2;
  }

  void check_recursion() {
    bool follows = false;
    bool returns = false;
    for (const LdapAttribute& attribute : own_.attributes) {
      (attribute.type == LdapAttribute::Type::normal ? returns : follows) = true;
    }
    if (follows && own_.names_only) {
      refuse(fmt::format("LDAP recursion requested in {} can not be used with -n", map_name_));
    } else if (follows && !returns) {
      refuse(fmt::format("LDAP recursion requested in {} but no returnable attribute given", map_name_));
    }
  }

  // The first line. It is read with the K line, when this process may still be root.
  void read_password() {
    Result<std::string> text = read_file(files_, password_file_, 1U << 16);
    if (!text) return refuse(fmt::format("LDAP map: cannot open secret {}: {}", password_file_, std::strerror(errno)));
    own_.server.password_file = password_file_;
    own_.server.password = text->substr(0, text->find('\n'));
  }

  std::string uris_of_hosts() const {
    std::string uris;
    for (std::string_view host : words(hosts_)) {
      bool has_port = host.find(':') != std::string_view::npos;
      if (!uris.empty()) uris += ' ';
      uris += fmt::format("ldap://{}", host);
      if (!has_port && port_ > 0) uris += fmt::format(":{}", port_);
    }
    return uris;
  }

  std::string map_name_;
  LdapFilter filter_;
  MapFlags& flags_;
  LdapFlags& own_;
  const FileOpener& files_;
  std::vector<std::string>& errors_;
  std::string uri_;
  std::string hosts_;
  std::string attributes_;
  std::string password_file_;
  int port_ = 0;
  bool usable_ = true;
};

}  // namespace

std::string documented_ldap_spec(const std::string& class_name, const macros::MacroScope& macros) {
  bool aliases = class_name.empty();
  std::string host(trim(macros.value("j")));
  if (host.empty()) host = "localhost";
  std::string kind = aliases ? "sendmailMTAAlias" : "sendmailMTAClass";
  std::string where = fmt::format("(|(sendmailMTACluster={})(sendmailMTAHost={}))", macros.value("sendmailMTACluster"), host);
  std::string which = aliases ? "(sendmailMTAAliasGrouping=aliases)" : fmt::format("(sendmailMTAClassName={})", class_name);
  std::string key = aliases ? "(sendmailMTAKey=%0)" : "";
  std::string object = aliases ? kind + "Object" : kind;
  return fmt::format("-k (&(objectClass={0}){1}{2}{3}) -v {4}Value,{4}Search:FILTER:{0},{4}URL:URL:{0}", object, which, where,
                     key, kind);
}

bool parse_ldap_flags(std::string_view arguments, const std::string& map_name, LdapFilter filter, MapFlags& flags,
                      LdapFlags& own, const MapMaker& maker) {
  return Parser(map_name, filter, flags, own, maker).parse(arguments);
}

}  // namespace sm::maps
