// See the header.
#include "sendmaild/maps/name_service_options.h"

#include <algorithm>

namespace sm::maps {

namespace {

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

dns::ResolverSettings resolver_settings(const config::Options& options) {
  const config::ResolverFlags& flags = options.resolver_options;
  const config::ResolverTimeouts& timeouts = options.timeouts.resolver;
  dns::ResolverSettings settings;
  settings.use_tcp = has(flags.set, "usevc");
  settings.primary_only = has(flags.set, "primary");
  settings.ignore_truncation = has(flags.set, "igntc");
  settings.recurse = !has(flags.clear, "recurse");
  settings.wants_authentication =
      options.dane != config::Dane::no || has(flags.set, "use_dnssec") || has(flags.set, "trustad");
  settings.use_search_list = !has(flags.clear, "dnsrch");
  auto retransmit = timeouts.retransmit_normal ? timeouts.retransmit_normal : timeouts.retransmit_default;
  if (retransmit && retransmit->count() > 0) settings.retransmit = *retransmit;
  std::optional<int> retry = timeouts.retry_normal ? timeouts.retry_normal : timeouts.retry_default;
  if (retry && *retry > 0) settings.attempts = retry;
  return settings;
}

}  // namespace

std::shared_ptr<const dns::NameService> make_name_service(const config::Config& config) {
  dns::NameServiceOptions options;
  options.hosts_file = config.options.hosts_file;
  options.service_switch_file = config.options.service_switch_file;
  options.domain = macros::MacroScope(config.macros).value("m");
  options.has_wildcard_mx = config.options.resolver_options.has_wildcard_mx;
  options.expand_cnames = !config.options.dont_expand_cnames;
  return std::make_shared<const dns::NameService>(dns::make_resolver(resolver_settings(config.options)),
                                                  std::move(options));
}

}  // namespace sm::maps
