// See the header. Mail exchangers are in mx_list.cc.
#include "lib/dns/name_service.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::dns {

namespace {

constexpr int kMaxCnames = 10;

std::string without_dot(std::string name) {
  if (name.ends_with('.')) name.pop_back();
  return name;
}

// What one candidate of the search list gave.
struct Step {
  enum class Kind { found, absent, deferred, loop } kind = Kind::absent;
  std::string name;  // found: the canonical one; loop: where it was noticed
  uint32_t ttl = 0;
};

// Follows the CNAMEs of an answer from `name`; asks again where the server did not.
Step follow(const Resolver& resolver, std::string name, RecordType type, bool expand_cnames) {
  std::string first = name;
  uint32_t ttl = UINT32_MAX;
  for (int depth = 0; depth <= kMaxCnames; depth++) {
    Result<Answer> answer = resolver.query(name, type);
    if (!answer) return {Step::Kind::deferred, {}, 0};
    std::string current = name;
    for (int hops = 0; hops <= kMaxCnames; hops++) {
      auto alias = std::find_if(answer->records.begin(), answer->records.end(), [&](const Record& record) {
        return record.type == RecordType::cname && ascii::equal_ignoring_case(record.owner, current);
      });
      if (alias == answer->records.end()) break;
      current = alias->value;
      ttl = std::min(ttl, alias->ttl);
      if (hops == kMaxCnames) return {Step::Kind::loop, current, 0};
    }
    auto wanted = std::find_if(answer->records.begin(), answer->records.end(),
                               [&](const Record& record) { return record.type == type; });
    if (wanted != answer->records.end()) {
      ttl = std::min(ttl, wanted->ttl);
      return {Step::Kind::found, expand_cnames ? current : first, ttl};
    }
    if (ascii::equal_ignoring_case(current, name)) return {};
    name = current;
  }
  return {Step::Kind::loop, name, 0};
}

}  // namespace

NameService::NameService(std::shared_ptr<const Resolver> resolver, NameServiceOptions options)
    : resolver_(std::move(resolver)),
      options_(std::move(options)),
      hosts_(options_.hosts_file),
      switch_(options_.service_switch_file) {}

std::vector<std::string> NameService::host_services() const { return switch_.sources("hosts"); }

namespace {

// The official name of a hosts entry, or the first alias with a domain where the official name has none.
std::string qualified_name(const HostsEntry& entry) {
  for (const std::string& name : entry.names) {
    if (name.find('.') != std::string::npos) return name;
  }
  return entry.names[0];
}

}  // namespace

CanonicalName NameService::qualify(CanonicalName name) const {
  if (name.found != Found::yes || name.name.find('.') != std::string::npos) return name;
  if (options_.domain.empty()) return CanonicalName{};
  name.name += "." + options_.domain;
  return name;
}

CanonicalName NameService::canonical_by_dns(const std::string& host, bool use_search_list) const {
  SearchRules rules = use_search_list && !host.ends_with('.') ? resolver_->search_rules() : SearchRules{};
  std::string plain = without_dot(host);
  if (plain.empty()) return {};
  bool qualified = plain.find('.') != std::string::npos;
  std::vector<std::string> candidates;
  if (qualified || rules.domains.empty()) candidates.push_back(plain);
  for (const std::string& domain : rules.domains) candidates.push_back(plain + "." + domain);

  std::vector<RecordType> types = {RecordType::a, RecordType::aaaa};
  if (!options_.has_wildcard_mx) types.push_back(RecordType::mx);
  CanonicalName result;
  for (const std::string& candidate : candidates) {
    for (RecordType type : types) {
      Step step = follow(*resolver_, candidate, type, options_.expand_cnames);
      if (step.kind == Step::Kind::found) {
        return {Found::yes, step.name, {}, std::chrono::seconds(step.ttl)};
      }
      if (step.kind == Step::Kind::loop) {
        result.message = "DNS failure: CNAME loop for " + step.name;
        result.name = step.name;
        return result;
      }
      if (step.kind == Step::Kind::deferred) {
        result.found = Found::deferred;
        result.message = host + ": Name server timeout";
        return result;
      }
    }
  }
  return result;
}

CanonicalName NameService::canonical_name(const std::string& host, bool use_search_list) const {
  std::string plain = without_dot(host);
  CanonicalName last;
  for (const std::string& source : host_services()) {
    CanonicalName name;
    if (source == "files") {
      std::vector<HostsEntry> entries = hosts_.with_name(plain);
      if (!entries.empty()) name = {Found::yes, qualified_name(entries[0]), {}, {}};
    } else if (source == "dns") {
      name = canonical_by_dns(host, use_search_list);
    } else {
      continue;
    }
    if (name.found == Found::yes) return qualify(std::move(name));
    if (name.found == Found::deferred || !name.message.empty()) last = std::move(name);
  }
  return last;
}

CanonicalName NameService::name_of_address(const std::string& address) const {
  std::string plain = ascii::starts_with_ignoring_case(address, "IPv6:") ? address.substr(5) : address;
  CanonicalName result;
  for (const std::string& source : host_services()) {
    if (source == "files") {
      if (std::optional<HostsEntry> entry = hosts_.with_address(plain)) return {Found::yes, entry->names[0], {}, {}};
      continue;
    }
    std::optional<std::string> reverse = reverse_name(plain);
    if (source != "dns" || !reverse) continue;
    Result<Answer> answer = resolver_->query(*reverse, RecordType::ptr);
    if (!answer) {
      result = {Found::deferred, {}, address + ": Name server timeout", {}};
      continue;
    }
    for (const Record& record : answer->records) {
      if (record.type != RecordType::ptr || record.value.empty()) continue;
      return {Found::yes, record.value, {}, std::chrono::seconds(record.ttl)};
    }
  }
  return result;
}

Addresses NameService::addresses(const std::string& host, AddressFamily family) const {
  Addresses result;
  std::string plain = without_dot(host);
  auto wanted = [&](std::string_view address) {
    bool v6 = address.find(':') != std::string_view::npos;
    return family == AddressFamily::any || (family == AddressFamily::v6) == v6;
  };
  std::vector<RecordType> types;
  if (family != AddressFamily::v4) types.push_back(RecordType::aaaa);
  if (family != AddressFamily::v6) types.push_back(RecordType::a);
  for (const std::string& source : host_services()) {
    if (source == "files") {
      for (const HostsEntry& entry : hosts_.with_name(plain)) {
        if (!wanted(entry.address)) continue;
        result.texts.push_back(entry.address);
        if (result.canonical_name.empty()) result.canonical_name = entry.names[0];
      }
    } else if (source == "dns") {
      for (RecordType type : types) {
        Result<Answer> answer = search(*resolver_, host, type);
        if (!answer) {
          result.found = Found::deferred;
          result.message = answer.error().text;
          continue;
        }
        result.authenticated = answer->authenticated && (type == types.front() || result.authenticated);
        for (const Record& record : answer->records) {
          if (record.type != type) continue;
          result.texts.push_back(record.value);
          result.canonical_name = record.owner;
        }
      }
    }
    if (!result.texts.empty()) {
      result.found = Found::yes;
      result.message.clear();
      return result;
    }
  }
  return result;
}

std::optional<std::string> reverse_name(std::string_view address) {
  std::string text(address);
  std::array<unsigned char, sizeof(in6_addr)> raw{};
  std::string name;
  if (::inet_pton(AF_INET, text.c_str(), raw.data()) == 1) {
    return fmt::format("{}.{}.{}.{}.in-addr.arpa", raw[3], raw[2], raw[1], raw[0]);
  }
  if (::inet_pton(AF_INET6, text.c_str(), raw.data()) != 1) return std::nullopt;
  for (auto byte = raw.rbegin(); byte != raw.rend(); ++byte) {
    name += fmt::format("{:x}.{:x}.", *byte & 0x0f, *byte >> 4);
  }
  return name + "ip6.arpa";
}

}  // namespace sm::dns
