// The classes that ask the name service: host, dns, bestmx.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/ascii.h"
#include "lib/base/interval.h"
#include "lib/base/text.h"
#include "lib/dns/name_service.h"
#include "sendmaild/maps/answer_cache.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

using Names = std::shared_ptr<const dns::NameService>;

// Joined values are cut between two of them at this length.
constexpr size_t kMaxJoined = 628;
// For the rules of one question; the next session may find a name server that has come back, or gone.
constexpr std::chrono::milliseconds kNoAnswerLasts{200};

// ---- host

class HostMap final : public OpenedMap {
 public:
  HostMap(MapFlags flags, Names names) : OpenedMap(std::move(flags)), names_(std::move(names)) {}

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    std::string key(question.key);
    dns::CanonicalName name;
    if (std::optional<dns::CanonicalName> known = cache_.find(key)) {
      name = *std::move(known);
    } else {
      name = ask(key);
      // A name that is not there, or that could not be found out, is asked for again soon, but not by the next rule.
      cache_.store(key, name, name.found == dns::Found::yes ? std::chrono::milliseconds(name.ttl) : kNoAnswerLasts);
    }
    switch (name.found) {
      case dns::Found::yes:
        return found_as_is(name.name, question, flags_);
      case dns::Found::deferred:
        return not_now(name.message);
      case dns::Found::no:
        break;
    }
    if (key.starts_with('[') && !key.ends_with(']')) return absent();
    MapAnswer answer = absent(ExitStatus::no_host);
    answer.message = name.message;
    return answer;
  }
  bool may_block() const override { return true; }

 private:
  dns::CanonicalName ask(const std::string& key) const {
    if (names_ == nullptr || key.empty()) return {};
    if (key.front() != '[') return names_->canonical_name(key);
    if (key.back() != ']') return {};
    return names_->name_of_address(key.substr(1, key.size() - 2));
  }

  Names names_;
  mutable AnswerCache<dns::CanonicalName> cache_;
};

// ---- dns

struct DnsFlags {
  std::optional<dns::RecordType> type;  // -R
  std::string base_domain;              // -B
  int most = 0;                         // values at most, 0: no limit
};

// -Z 1 gives one value, -Z n one more than n: sendmail looks at its count before it adds.
int limit_from(int64_t asked) {
  constexpr int64_t kMost = 1000;
  if (asked <= 1) return asked == 1 ? 1 : 0;
  return static_cast<int>(std::min(asked, kMost)) + 1;
}

constexpr std::array<std::pair<std::string_view, dns::RecordType>, 14> kTypes = {{
    {"A", dns::RecordType::a}, {"AAAA", dns::RecordType::aaaa}, {"AFSDB", dns::RecordType::afsdb},
    {"CNAME", dns::RecordType::cname}, {"DNSKEY", dns::RecordType::dnskey}, {"DS", dns::RecordType::ds},
    {"MX", dns::RecordType::mx}, {"NS", dns::RecordType::ns}, {"NSEC", dns::RecordType::nsec},
    {"PTR", dns::RecordType::ptr}, {"RRSIG", dns::RecordType::rrsig}, {"SRV", dns::RecordType::srv},
    {"TLSA", dns::RecordType::tlsa}, {"TXT", dns::RecordType::txt},
}};

std::optional<dns::RecordType> record_type_named(std::string_view name) {
  for (const auto& [known, type] : kTypes) {
    if (ascii::equal_ignoring_case(known, name)) return type;
  }
  return std::nullopt;
}

std::string_view type_name(dns::RecordType type) {
  auto entry = std::find_if(kTypes.begin(), kTypes.end(), [type](const auto& each) { return each.second == type; });
  return entry->first;
}

// "2001:db8:0:0:0:0:0:1" for any spelling.
std::string uncompressed(const std::string& address) {
  std::array<unsigned char, 16> raw{};
  if (::inet_pton(AF_INET6, address.c_str(), raw.data()) != 1) return address;
  std::string text;
  for (size_t i = 0; i < raw.size(); i += 2) text += fmt::format("{}{:x}", i == 0 ? "" : ":", raw[i] << 8U | raw[i + 1]);
  return text;
}

// Hexadecimal digits as sendmail shows TLSA records: "03 01 01 0A:0B:0C".
std::string tlsa_text(std::string_view digits) {
  std::string text;
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    if (i != 0) text += i <= 6 ? ' ' : ':';
    text += ascii::to_upper(digits[i]);
    text += ascii::to_upper(digits[i + 1]);
  }
  return text;
}

std::string value_of(const dns::Record& record, bool compressed_ipv6) {
  std::string value = record.type == dns::RecordType::txt ? record.first_text : record.value;
  if (record.type == dns::RecordType::tlsa) value = tlsa_text(value);
  if (record.type == dns::RecordType::aaaa) {
    value = "IPv6:" + (compressed_ipv6 ? value : uncompressed(value));
  }
  for (char& c : value) {
    if (!ascii::is_print(c)) c = 'X';
  }
  return value;
}

class DnsMap final : public OpenedMap {
 public:
  DnsMap(MapFlags flags, DnsFlags own, const MapMaker& maker)
      : OpenedMap(std::move(flags)),
        own_(std::move(own)),
        names_(maker.names),
        compressed_ipv6_(maker.config != nullptr && maker.config->options.use_compressed_ipv6_addresses) {}

  Opening open(const MapContext& context) override {
    context.note(2, "dns_map_open({}, 0)", title().name);
    return {};
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "dns_map_lookup({}, {})", title().name, question.key);
    if (names_ == nullptr || !own_.type) return absent(ExitStatus::no_host);
    std::string name(question.key);
    if (!own_.base_domain.empty()) name += "." + own_.base_domain;
    Result<dns::Answer> answer = dns::search(names_->resolver(), name, *own_.type);
    if (!answer) return not_now();
    std::string value;
    int count = 0;
    for (const dns::Record& record : answer->records) {
      if (record.type != *own_.type) continue;
      std::string next = value_of(record, compressed_ipv6_);
      context.note(40, "\tfound type T_{} ({}) value {}", type_name(record.type), static_cast<int>(record.type), next);
      if (count > 0 && value.size() + 1 + next.size() > kMaxJoined) break;
      if (count > 0) value += *flags_.delimiter;
      value += next;
      count++;
      if (!flags_.delimiter || count == own_.most) break;
    }
    if (count == 0) return absent(ExitStatus::no_host);
    return found(value, question, flags_);
  }
  bool may_block() const override { return true; }

 private:
  DnsFlags own_;
  Names names_;
  bool compressed_ipv6_;
};

// ---- bestmx

class BestMxMap final : public OpenedMap {
 public:
  BestMxMap(MapFlags flags, Names names) : OpenedMap(std::move(flags)), names_(std::move(names)) {}

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    if (names_ == nullptr) return absent(ExitStatus::no_host);
    dns::MxList list = names_->mail_exchangers({.host = std::string(question.key), .use_search_list = false});
    if (list.kind == dns::MxList::Kind::deferred) return not_now();
    if (list.hosts.empty()) return absent(list.status);
    std::string value;
    if (flags_.match_only) return with_status(found_as_is({}, question, flags_), list.status);
    for (const dns::MxHost& host : list.hosts) {
      if (!value.empty() && value.size() + 1 + host.name.size() > kMaxJoined) break;
      if (flags_.delimiter && list.hosts.size() > 1 && host.name.find(*flags_.delimiter) != std::string::npos) {
        MapAnswer answer = absent();
        answer.message = fmt::format("bestmx_map_lookup: MX host {} includes map delimiter character 0x{:02X}", host.name,
                                     static_cast<unsigned char>(*flags_.delimiter));
        return answer;
      }
      if (!value.empty()) value += *flags_.delimiter;
      value += host.name;
      if (!flags_.delimiter) break;
    }
    return with_status(found(value, question, flags_), list.status);
  }
  bool may_block() const override { return true; }

 private:
  static MapAnswer with_status(MapAnswer answer, ExitStatus status) {
    answer.status = status;
    return answer;
  }

  Names names_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_host_map(MapMaker& maker) {
  MapFlags flags;
  // Letters that mean nothing here are skipped without a word.
  auto take = [&](char letter, std::string_view value) {
    if (std::string_view("aDmSTt").find(letter) != std::string_view::npos) take_common_flag(letter, value, flags);
    return true;
  };
  walk_flags(maker.spec.arguments, "", take, [](char) {});
  return std::make_unique<HostMap>(std::move(flags), maker.names);
}

std::unique_ptr<OpenedMap> make_dns_map(MapMaker& maker) {
  MapFlags flags;
  DnsFlags own;
  auto take = [&](char letter, std::string_view value) {
    switch (letter) {
      case 'R':
        own.type = record_type_named(value);
        if (!own.type) maker.errors.push_back(fmt::format("dns map {}: wrong type {}", maker.spec.name, value));
        break;
      case 'B': own.base_domain = value; break;
      case 'Z': own.most = limit_from(parse_leading_int(value)); break;
      case 'A':
      case 'a':
      case 'f':
      case 'm':
      case 'N':
      case 'O':
      case 'o':
      case 'q':
      case 'T':
      case 't':
      case 'z': take_common_flag(letter, value, flags); break;
      default: break;  // -d and -r tune the resolver of old; others are skipped
    }
    return true;
  };
  walk_flags(maker.spec.arguments, "R", take, [](char) {});
  if (!own.type) maker.errors.push_back(fmt::format("dns map {}: missing -R type", maker.spec.name));
  return std::make_unique<DnsMap>(std::move(flags), std::move(own), maker);
}

std::unique_ptr<OpenedMap> make_bestmx_map(MapMaker& maker) {
  MapFlags flags;
  parse_common_flags(maker, flags);
  return std::make_unique<BestMxMap>(std::move(flags), maker.names);
}

}  // namespace sm::maps
