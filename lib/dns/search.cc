// The search list of resolv.conf, as resolver libraries walk it.
#include <algorithm>

#include "lib/base/text.h"
#include "lib/dns/resolver.h"

namespace sm::dns {

Result<Answer> search(const Resolver& resolver, const std::string& name, RecordType type) {
  bool closed = name.ends_with('.');
  SearchRules rules = resolver.search_rules();
  auto dots = static_cast<unsigned>(std::count(name.begin(), name.end(), '.'));
  if (closed || rules.domains.empty()) return resolver.query(name, type);

  Answer best;  // no_data for one candidate is more than no_domain for all
  bool as_it_is_first = dots >= rules.dots;
  std::vector<std::string> candidates;
  if (as_it_is_first) candidates.push_back(name);
  for (const std::string& domain : rules.domains) candidates.push_back(name + "." + domain);
  if (!as_it_is_first) candidates.push_back(name);
  for (const std::string& candidate : candidates) {
    Result<Answer> answer = resolver.query(candidate, type);
    if (!answer || answer->kind == Answer::Kind::found) return answer;
    if (answer->kind == Answer::Kind::no_data) best.kind = Answer::Kind::no_data;
  }
  return best;
}

}  // namespace sm::dns
