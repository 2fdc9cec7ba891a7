// FakeResolver: a zone in memory. Lines are "name TYPE value", as in a zone file with full names; a name whose type is
// SERVFAIL cannot be asked, one with SECURE is validated. Follows CNAMEs inside the zone as a recursive server does.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/dns/resolver.h"

namespace sm::test {

class FakeResolver final : public dns::Resolver {
 public:
  explicit FakeResolver(std::string_view zone, std::vector<std::string> search = {}) : search_(std::move(search)) {
    for (std::string_view line : split(zone, '\n')) {
      std::vector<std::string_view> parts = words(line);
      if (parts.size() < 2) continue;
      if (parts[1] == "SERVFAIL") {
        broken_.insert(ascii::lower(parts[0]));
        continue;
      }
      if (parts[1] == "SECURE") {
        secure_.insert(ascii::lower(parts[0]));
        continue;
      }
      dns::Record record;
      record.owner = ascii::lower(parts[0]);
      record.type = type_of(parts[1]);
      record.ttl = 300;
      size_t value = parts[1] == "MX" ? 3 : 2;
      if (value == 3) record.preference = static_cast<uint16_t>(parse_leading_int(parts[2]));
      record.value = line.substr(static_cast<size_t>(parts[value].data() - line.data()));
      if (record.value.ends_with('.')) record.value.pop_back();
      record.first_text = record.value;
      records_.push_back(std::move(record));
    }
  }

  Result<dns::Answer> query(const std::string& name, dns::RecordType type) const override {
    std::string current = ascii::lower(name);
    if (current.ends_with('.')) current.pop_back();
    dns::Answer answer;
    for (int hops = 0; hops < 12; hops++) {
      if (broken_.contains(current)) return Error{name + ": server failure", ExitStatus::temp_fail};
      bool exists = false;
      std::string alias;
      std::string owner = owner_for(current);
      for (const dns::Record& record : records_) {
        if (record.owner != owner) continue;
        exists = true;
        if (record.type == type) answer.records.push_back(record);
        if (record.type == dns::RecordType::cname && type != dns::RecordType::cname) {
          answer.records.push_back(record);
          alias = record.value;
        }
      }
      answer.authenticated = secure_.contains(current) && (hops == 0 || answer.authenticated);
      if (alias.empty()) {
        answer.kind = !exists                  ? dns::Answer::Kind::no_domain
                      : answer.records.empty() ? dns::Answer::Kind::no_data
                                               : dns::Answer::Kind::found;
        return answer;
      }
      current = ascii::lower(alias);
    }
    answer.kind = dns::Answer::Kind::found;
    return answer;
  }

  dns::SearchRules search_rules() const override { return {search_, 1}; }

 private:
  static dns::RecordType type_of(std::string_view name) {
    using dns::RecordType;
    if (name == "A") return RecordType::a;
    if (name == "AAAA") return RecordType::aaaa;
    if (name == "MX") return RecordType::mx;
    if (name == "PTR") return RecordType::ptr;
    if (name == "CNAME") return RecordType::cname;
    if (name == "NS") return RecordType::ns;
    if (name == "TLSA") return RecordType::tlsa;
    return RecordType::txt;
  }

  // The name itself, or the wildcard beside it where the zone does not have it.
  std::string owner_for(const std::string& name) const {
    std::string wildcard = "*" + name.substr(std::min(name.find('.'), name.size()));
    bool known = false;
    bool wild = false;
    for (const dns::Record& record : records_) {
      known = known || record.owner == name;
      wild = wild || record.owner == wildcard;
    }
    return !known && wild ? wildcard : name;
  }

  std::vector<dns::Record> records_;
  std::set<std::string> broken_, secure_;
  std::vector<std::string> search_;
};

}  // namespace sm::test
