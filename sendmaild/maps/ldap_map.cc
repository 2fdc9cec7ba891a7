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

// Collects the values of one question over all its searches. What an entry refers to (DN, FILTER, URL) is asked when the
// values of the entry have been taken, the last reference first; no entry counts twice.
class Collection {
 public:
  Collection(LdapConnection& connection, const LdapFlags& flags, std::optional<char> delimiter)
      : connection_(connection), flags_(flags), delimiter_(delimiter) {}

  LdapResult::Status run(std::string filter) {
    references_.push_back({flags_.base, flags_.scope, std::move(filter)});
    for (size_t searches = 0; !references_.empty() && searches < kMaxSearches && !is_complete(); searches++) {
      Reference next = std::move(references_.back());
      references_.pop_back();
      if (LdapResult::Status status = search(next); status != LdapResult::Status::ok) return status;
    }
    return LdapResult::Status::ok;
  }

  size_t entries() const { return entries_; }
  const std::optional<std::string>& value() const { return value_; }
  const std::string& reason() const { return reason_; }

 private:
  struct Reference {
    std::string base;
    LdapScope scope;
    std::string filter;
  };

  // Without a separator the first value is the answer.
  bool is_complete() const { return value_.has_value() && !delimiter_; }

  LdapResult::Status search(const Reference& reference) {
    std::vector<std::string> names;
    if (!flags_.attributes.empty()) {
      names.emplace_back("objectClass");
      for (const LdapAttribute& attribute : flags_.attributes) names.push_back(attribute.name);
    }
    LdapResult result = connection_.search(reference.base, reference.scope, reference.filter, names, flags_.names_only);
    reason_ = std::move(result.reason);
    entries_ += result.entries.size();
    for (const LdapEntry& entry : result.entries) {
      if (is_complete()) break;
      if (seen_.insert(entry.dn).second) take(entry);
    }
    return result.status;
  }

  const LdapAttribute* wanted(std::string_view name) const {
    for (const LdapAttribute& attribute : flags_.attributes) {
      if (ascii::equal_ignoring_case(attribute.name, name)) return &attribute;
    }
    return nullptr;
  }

  static bool class_fits(const LdapAttribute& attribute, const LdapEntry& entry) {
    if (attribute.object_classes.empty()) return true;
    for (const std::string& name : attribute.object_classes) {
      if (name == "*") return true;
      for (const LdapEntry::Attribute& present : entry.attributes) {
        if (!ascii::equal_ignoring_case(present.name, "objectClass")) continue;
        for (const std::string& value : present.values) {
          if (ascii::equal_ignoring_case(name, value)) return true;
        }
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

  void refer(LdapAttribute::Type type, const std::string& target) {
    constexpr std::string_view kAny = "(objectClass=*)";
    if (type == LdapAttribute::Type::dn) references_.push_back({target, LdapScope::base, std::string(kAny)});
    if (type == LdapAttribute::Type::filter) references_.push_back({flags_.base, flags_.scope, target});
    if (type != LdapAttribute::Type::url) return;
    if (std::optional<LdapUrl> url = parse_ldap_url(target)) {
      references_.push_back({url->base, url->scope, url->filter.empty() ? std::string(kAny) : url->filter});
    }
  }

  void take(const LdapEntry& entry) {
    for (const LdapEntry::Attribute& present : entry.attributes) {
      const LdapAttribute* attribute = wanted(present.name);
      if (!flags_.attributes.empty() && (attribute == nullptr || !class_fits(*attribute, entry))) continue;
      bool normal = attribute == nullptr || attribute->type == LdapAttribute::Type::normal;
      if (flags_.names_only) add(present.name, present.name);
      for (const std::string& text : present.values) {
        if (normal) {
          add(present.name, text);
        } else {
          refer(attribute->type, text);
        }
      }
    }
  }

  LdapConnection& connection_;
  const LdapFlags& flags_;
  std::optional<char> delimiter_;
  std::vector<Reference> references_;
  std::set<std::string> seen_;
  size_t entries_ = 0;
  std::optional<std::string> value_;
  std::string reason_;
};

class LdapMap final : public OpenedMap {
 public:
  LdapMap(MapFlags flags, LdapFlags own, const MapMaker& maker)
      : OpenedMap(std::move(flags)), own_(std::move(own)), name_(maker.spec.name), connection_(own_.server) {}

  Opening open(const MapContext& context) override {
    context.note(2, "ldapmap_open({}, 0): opening new connection", name_);
    std::lock_guard<std::mutex> lock(mutex_);
    Result<void> opened = connection_.open();
    if (opened) return {};
    if (flags_.optional) return {Opening::Result::not_there, {}};
    const std::string& reason = opened.error().text;
    return {Opening::Result::broken, fmt::format("ldap_init/ldap_bind failed to {} in map {}{}{}", own_.place, name_,
                                                 reason.empty() ? "" : ": ", reason)};
  }

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    std::string key = flags_.fold_key ? ascii::lower(question.key) : std::string(question.key);
    std::string filter = make_filter(key, question);
    if (filter.size() > kMaxFilter) return absent(ExitStatus::config);
    std::lock_guard<std::mutex> lock(mutex_);
    Collection collection(connection_, own_, flags_.delimiter);
    switch (collection.run(std::move(filter))) {
      case LdapResult::Status::ok:
        break;
      case LdapResult::Status::too_many:
        if (own_.exactly_one) return absent(ExitStatus::no_host);
        [[fallthrough]];
      case LdapResult::Status::failed: {
        std::string shown = own_.use_arguments ? key : std::string(question.key);
        return failed(fmt::format("Error getting LDAP results, map={}, name={}: {}", name_, shown, collection.reason()));
      }
      case LdapResult::Status::not_asked:
        return failed(fmt::format("Error in ldap_search in map {}: {}", name_, collection.reason()));
    }
    if (collection.entries() == 0 || (own_.exactly_one && collection.entries() != 1)) return absent(ExitStatus::no_host);
    if (flags_.match_only) return found_as_is({}, question, flags_);
    if (!collection.value()) return absent(ExitStatus::no_host);
    return found(*collection.value(), question, flags_);
  }
  bool may_block() const override { return true; }
  std::vector<std::string> files() const override {
    if (own_.server.password_file.empty()) return {};
    return {own_.server.password_file};
  }

 private:
  MapAnswer failed(std::string message) const { return not_now(flags_.optional ? std::string() : std::move(message)); }

  // %s the key, %0 the key escaped, with -K %1 … %9 the arguments escaped.
  std::string make_filter(const std::string& key, const MapQuestion& question) const {
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
  using Purpose = config::MapSpec::Purpose;
  MapFlags flags;
  LdapFlags own;
  bool usable = true;
  if (maker.config != nullptr && !maker.config->options.ldap_default_spec.empty()) {
    usable = parse_ldap_flags(maker.config->options.ldap_default_spec, "LDAPDefaultSpec", LdapFilter::not_needed,
                              flags, own, maker);
  }
  std::string arguments = maker.spec.arguments;
  bool for_rules = maker.spec.purpose == Purpose::rules;
  if (!for_rules && trim(arguments).empty() && maker.config != nullptr) {
    arguments = documented_ldap_spec(maker.spec.class_name, macros::MacroScope(maker.config->macros));
  }
  // While the configuration is being read, nobody can know what aliases and classes will have.
  LdapFilter filter = for_rules || maker.config != nullptr ? LdapFilter::needed : LdapFilter::not_needed;
  usable = usable && parse_ldap_flags(arguments, maker.spec.name, filter, flags, own, maker);
  if (!usable) return nullptr;
  if (!for_rules) flags.delimiter = maker.spec.purpose == Purpose::aliases ? ',' : ' ';
  return std::make_unique<LdapMap>(std::move(flags), std::move(own), maker);
}

}  // namespace sm::maps
