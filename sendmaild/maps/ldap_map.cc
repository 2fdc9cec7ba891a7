// ldap: entries of a directory (Operations Guide, K lines; cf/README on LDAP). The key goes into a filter, attributes
// come out; attributes may also name further entries, filters or URLs to follow.
#include <fmt/format.h>

#include <mutex>
#include <set>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/maps/ldap_connection.h"
#include "sendmaild/maps/ldap_flags.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kMaxFilter = 1024;
constexpr size_t kMaxSearches = 100;

// Text as a filter's assertion value (RFC 4515).
std::string escaped(std::string_view text) {
  std::string safe;
  for (char c : text) {
    if (c == '*' || c == '(' || c == ')' || c == '\\' || c == '\0') {
      safe += fmt::format("\\{:02X}", static_cast<unsigned char>(c));
    } else {
      safe += c;
    }
  }
  return safe;
}

// Collects the values of one question over all its searches.
class Collection {
 public:
  Collection(LdapConnection& connection, const LdapFlags& flags, std::optional<char> delimiter)
      : connection_(connection), flags_(flags), delimiter_(delimiter) {}

  Result<void> search(const std::string& base, LdapScope scope, const std::string& filter) {
    if (++searches_ > kMaxSearches || !seen_.insert(base + '\n' + filter).second) return {};
    std::vector<std::string> names;
    if (!flags_.attributes.empty()) {
      names.emplace_back("objectClass");
      for (const LdapAttribute& attribute : flags_.attributes) names.push_back(attribute.name);
    }
    auto entries = connection_.search(base, scope, filter, names, flags_.names_only);
    if (!entries) return entries.error();
    entries_ += entries->size();
    for (const LdapEntry& entry : *entries) {
      if (Result<void> taken = take(entry); !taken) return taken;
      if (is_complete()) break;
    }
    return {};
  }

  size_t entries() const { return entries_; }
  const std::optional<std::string>& value() const { return value_; }

 private:
  // Without a separator the first value is the answer.
  bool is_complete() const { return value_.has_value() && !delimiter_; }

  static bool class_fits(const LdapAttribute& attribute, const LdapEntry& entry) {
    if (attribute.object_classes.empty()) return true;
    auto classes = entry.attributes.find("objectclass");
    if (classes == entry.attributes.end()) return false;
    for (const std::string& wanted : attribute.object_classes) {
      if (wanted == "*") return true;
      for (const std::string& present : classes->second) {
        if (ascii::equal_ignoring_case(wanted, present)) return true;
      }
    }
    return false;
  }

  void add(std::string_view name, std::string_view text) {
    if (is_complete()) return;
    std::string shown = flags_.show_names ? fmt::format("{}{}{}", name, *flags_.show_names, text) : std::string(text);
    if (value_) {
      *value_ += *delimiter_;
      *value_ += shown;
    } else {
      value_ = shown;
    }
  }

  Result<void> follow(const LdapAttribute& attribute, const std::string& target) {
    switch (attribute.type) {
      case LdapAttribute::Type::dn: return search(target, LdapScope::base, "(objectClass=*)");
      case LdapAttribute::Type::filter: return search(flags_.base, flags_.scope, target);
      case LdapAttribute::Type::url: {
        std::optional<LdapUrl> url = parse_ldap_url(target);
        if (!url) return {};
        return search(url->base, url->scope, url->filter.empty() ? "(objectClass=*)" : url->filter);
      }
      case LdapAttribute::Type::normal: break;
    }
    return {};
  }

  Result<void> take(const LdapEntry& entry) {
    if (flags_.attributes.empty()) {
      for (const auto& [name, texts] : entry.attributes) {
        if (flags_.names_only) add(name, name);
        for (const std::string& text : texts) add(name, text);
      }
      return {};
    }
    for (const LdapAttribute& attribute : flags_.attributes) {
      auto texts = entry.attributes.find(ascii::lower(attribute.name));
      if (texts == entry.attributes.end() || !class_fits(attribute, entry)) continue;
      if (flags_.names_only) add(attribute.name, attribute.name);
      for (const std::string& text : texts->second) {
        if (is_complete()) return {};
        if (attribute.type == LdapAttribute::Type::normal) {
          add(attribute.name, text);
        } else if (Result<void> followed = follow(attribute, text); !followed) {
          return followed;
        }
      }
    }
    return {};
  }

  LdapConnection& connection_;
  const LdapFlags& flags_;
  std::optional<char> delimiter_;
  std::set<std::string> seen_;
  size_t searches_ = 0;
  size_t entries_ = 0;
  std::optional<std::string> value_;
};

class LdapMap final : public OpenedMap {
 public:
  LdapMap(MapFlags flags, LdapFlags own, const MapMaker& maker)
      : OpenedMap(std::move(flags)), own_(std::move(own)), name_(maker.spec.name), connection_(own_.server, maker.files) {}

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    std::string filter = make_filter(question);
    if (filter.size() > kMaxFilter) return absent(ExitStatus::config);
    std::lock_guard<std::mutex> lock(mutex_);
    Collection collection(connection_, own_, flags_.delimiter);
    if (Result<void> searched = collection.search(own_.base, own_.scope, filter); !searched) {
      std::string text = fmt::format("Error in ldap_search using {} in map {}: {}", filter, name_, searched.error().text);
      return not_now(flags_.optional ? "" : "451 4.3.5 " + text);
    }
    if (own_.exactly_one && collection.entries() != 1) return absent(ExitStatus::no_host);
    if (!collection.value() || collection.entries() == 0) return absent(ExitStatus::no_host);
    return found(*collection.value(), question, flags_);
  }
  bool may_block() const override { return true; }
  std::vector<std::string> files() const override {
    if (own_.server.password_file.empty()) return {};
    return {own_.server.password_file};
  }

 private:
  // %s the key, %0 the key escaped, with -K %1 … %9 the arguments escaped.
  std::string make_filter(const MapQuestion& question) const {
    std::string key = flags_.fold_key ? ascii::lower(question.key) : std::string(question.key);
    std::string filter;
    const std::string& pattern = own_.filter;
    for (size_t i = 0; i < pattern.size(); i++) {
      if (pattern[i] != '%' || i + 1 == pattern.size()) {
        filter += pattern[i];
        continue;
      }
      char next = pattern[++i];
      if (next == '%') {
        filter += '%';
      } else if (next == 's') {
        filter += key;
      } else if (next == '0') {
        filter += escaped(key);
      } else if (own_.use_arguments && next >= '1' && next <= '9') {
        auto index = static_cast<size_t>(next - '1');
        if (index < question.arguments.size()) filter += escaped(question.arguments[index]);
      } else {
        filter += '%';
        filter += next;
      }
    }
    // A bare assertion gets its parentheses here, as the library of old accepted it.
    if (!filter.empty() && filter.front() != '(') filter = "(" + filter + ")";
    return filter;
  }

  LdapFlags own_;
  std::string name_;
  mutable std::mutex mutex_;
  mutable LdapConnection connection_;  // guarded by mutex_
};

}  // namespace

std::unique_ptr<OpenedMap> make_ldap_map(MapMaker& maker) {
  MapFlags flags;
  LdapFlags own;
  bool usable = true;
  if (maker.config != nullptr && !maker.config->options.ldap_default_spec.empty()) {
    usable = parse_ldap_flags(maker.config->options.ldap_default_spec, "LDAPDefaultSpec", flags, own, maker.errors);
  }
  usable = parse_ldap_flags(maker.spec.arguments, maker.spec.name, flags, own, maker.errors) && usable;
  if (own.filter.empty()) {
    maker.errors.push_back(fmt::format("No filter given in map {}", maker.spec.name));
    usable = false;
  }
  if (!usable) return nullptr;
  return std::make_unique<LdapMap>(std::move(flags), std::move(own), maker);
}

}  // namespace sm::maps
