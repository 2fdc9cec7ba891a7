// Resolver: a blocking question to the name servers, with three kinds of answer. Thread-safe.
// "Could not ask" (time-out, SERVFAIL, no server) is the Error; callers turn it into a deferral, never into a no.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dns/answer.h"

namespace sm::dns {

struct SearchRules {
  std::vector<std::string> domains;  // of resolv.conf's search or domain line
  unsigned dots = 1;                 // names with at least so many dots are tried as they are first
};

class Resolver {
 public:
  virtual ~Resolver() = default;
  // Asks for exactly this name (a trailing dot makes no difference).
  virtual Result<Answer> query(const std::string& name, RecordType type) const = 0;
  virtual SearchRules search_rules() const = 0;
};

// As query(), trying the search list as resolver libraries do: qualified names as they are first, then with each domain.
Result<Answer> search(const Resolver& resolver, const std::string& name, RecordType type);

struct ResolverSettings {
  // Wait for one answer (doubles with each round), and rounds over all servers; resolv.conf's when not set.
  std::optional<std::chrono::milliseconds> retransmit;
  std::optional<int> attempts;
  bool use_tcp = false;
  bool recurse = true;
  bool primary_only = false;
  bool ignore_truncation = false;
  bool wants_authentication = false;           // asks whether the answer was validated (AD bit, RFC 6840)
  bool use_search_list = true;                 // off: search_rules() is empty (ResolverOptions=-DNSRCH -DEFNAMES)
  std::vector<std::string> servers;            // "address" or "address:port"; empty: those of resolv.conf
  std::vector<std::string> search_domains;     // used instead of resolv.conf's where servers are given
};

// The system's resolver (c-ares). resolv.conf is read again when it changes.
std::unique_ptr<Resolver> make_resolver(const ResolverSettings& settings);

}  // namespace sm::dns
