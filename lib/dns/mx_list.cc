// The mail exchangers of a domain, best first (RFC 5321 section 5.1, RFC 7505; sendmail's rules for this host in the
// list, FallbackMXhost and TryNullMXList).
#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/random.h"
#include "lib/dns/name_service.h"

namespace sm::dns {

namespace {

constexpr size_t kMaxExchangers = 100;

std::string with_dot(const std::string& name) { return name.ends_with('.') ? name : name + "."; }

// Takes this host and everything that is not better than it off the list. True when it was there.
bool drop_from_here_on(const std::function<bool(std::string_view)>& is_local, std::vector<MxHost>& hosts) {
  auto here = std::find_if(hosts.begin(), hosts.end(), [&](const MxHost& host) {
    std::string_view name = host.name;
    if (name.ends_with('.')) name.remove_suffix(1);
    return is_local(name);
  });
  if (here == hosts.end()) return false;
  int preference = here->preference;
  std::erase_if(hosts, [&](const MxHost& host) { return host.preference >= preference; });
  return true;
}

void sort_by_preference(const MxQuestion& question, std::vector<MxHost>& hosts) {
  struct Ranked {
    int preference;
    uint64_t tie;
    size_t index;
  };
  std::vector<Ranked> order;
  for (size_t i = 0; i < hosts.size(); i++) {
    std::string_view name = hosts[i].name;
    uint64_t tie = question.tie_break ? question.tie_break(name) : random_bits();
    order.push_back({hosts[i].preference, tie, i});
  }
  std::stable_sort(order.begin(), order.end(), [](const Ranked& a, const Ranked& b) {
    return a.preference != b.preference ? a.preference < b.preference : a.tie < b.tie;
  });
  std::vector<MxHost> sorted;
  sorted.reserve(hosts.size());
  for (const Ranked& each : order) sorted.push_back(std::move(hosts[each.index]));
  hosts = std::move(sorted);
}

}  // namespace

void NameService::add_fallback(const MxQuestion& question, MxList& list) const {
  if (question.fallback_host.empty() || list.kind == MxList::Kind::null_mx) return;
  int preference = list.hosts.empty() ? 0 : list.hosts.back().preference + 1;
  if (question.fallback_host.front() == '[') {
    list.hosts.push_back({question.fallback_host, preference, true});
  } else {
    if (question.is_local && question.is_local(question.fallback_host)) return;
    MxQuestion fallback{.host = question.fallback_host, .use_search_list = question.use_search_list,
                        .tie_break = question.tie_break};
    MxList found = mail_exchangers(fallback);
    if (found.hosts.empty()) found.hosts.push_back({with_dot(question.fallback_host), 0});
    for (MxHost& host : found.hosts) list.hosts.push_back({std::move(host.name), preference + host.preference, true});
  }
  list.kind = MxList::Kind::hosts;
  list.status = ExitStatus::ok;
}

// No MX records: the domain itself, when it has an address.
MxList NameService::without_mx(const MxQuestion& question, const std::string& host, ExitStatus status) const {
  MxList list;
  list.status = status;
  CanonicalName name;
  for (const std::string& source : host_services()) {
    if (source == "files") {
      std::vector<HostsEntry> entries = hosts_.with_name(host);
      if (!entries.empty()) name = qualify({Found::yes, entries[0].names[0], {}, {}});
    } else if (source == "dns") {
      std::string exact = question.use_search_list ? host : with_dot(host);
      for (RecordType type : {RecordType::a, RecordType::aaaa}) {
        Result<Answer> answer = search(*resolver_, exact, type);
        if (!answer) {
          name.found = Found::deferred;
          continue;
        }
        auto record = std::find_if(answer->records.begin(), answer->records.end(),
                                   [&](const Record& each) { return each.type == type; });
        if (record == answer->records.end()) continue;
        name = {Found::yes, record->owner, {}, {}};
        break;
      }
    }
    if (name.found == Found::yes) break;
  }
  if (name.found == Found::deferred) {
    list.kind = MxList::Kind::deferred;
    list.status = ExitStatus::temp_fail;
  } else if (name.found == Found::yes) {
    list.kind = MxList::Kind::hosts;
    list.hosts.push_back({with_dot(name.name), 0});
  }
  return list;
}

MxList NameService::mail_exchangers(const MxQuestion& question) const {
  MxList list;
  std::string host = question.host;
  if (host.starts_with('[')) {
    // A literal or a host whose exchangers are not to be looked at.
    if (host.ends_with(']')) {
      list.kind = MxList::Kind::hosts;
      list.hosts.push_back({host, 0});
    }
    return list;
  }
  std::vector<std::string> services = host_services();
  if (std::find(services.begin(), services.end(), "dns") == services.end()) {
    list.kind = MxList::Kind::hosts;
    list.hosts.push_back({host, 0});
    return list;
  }
  std::string exact = question.use_search_list && !options_.has_wildcard_mx ? host : with_dot(host);
  Result<Answer> answer = search(*resolver_, exact, RecordType::mx);
  if (host.ends_with('.')) host.pop_back();
  if (!answer) {
    list.kind = MxList::Kind::deferred;
    list.status = ExitStatus::temp_fail;
    add_fallback(question, list);
    return list;
  }
  if (answer->kind != Answer::Kind::found) {
    ExitStatus status = answer->kind == Answer::Kind::no_domain ? ExitStatus::no_host : ExitStatus::ok;
    list = without_mx(question, host, status);
    list.authenticated = answer->authenticated;
    if (list.kind != MxList::Kind::none) add_fallback(question, list);
    return list;
  }
  list.authenticated = answer->authenticated;
  for (const Record& record : answer->records) {
    if (record.type != RecordType::mx || list.hosts.size() == kMaxExchangers) continue;
    list.hosts.push_back({with_dot(record.value), record.preference});
  }
  list.from_mx_records = !list.hosts.empty();
  if (list.hosts.size() == 1 && list.hosts[0].name == ".") {
    list.kind = MxList::Kind::null_mx;
    list.status = ExitStatus::unavailable;
    list.hosts.clear();
    return list;
  }
  sort_by_preference(question, list.hosts);
  bool was_here = question.is_local && drop_from_here_on(question.is_local, list.hosts);
  list.kind = list.hosts.empty() ? MxList::Kind::none : MxList::Kind::hosts;
  if (was_here && list.hosts.empty()) {
    if (question.try_null_list) return without_mx(question, host, ExitStatus::ok);
    list.kind = MxList::Kind::loops_back;
    list.status = ExitStatus::config;
  }
  if (list.kind == MxList::Kind::hosts) add_fallback(question, list);
  return list;
}

}  // namespace sm::dns
