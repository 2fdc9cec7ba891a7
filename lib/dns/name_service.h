// NameService: host names as sendmail sees them. Walks the service switch (hosts: files dns) for canonical names,
// addresses and reverse names, and finds the mail exchangers of a domain (Operations Guide: ResolverOptions,
// ServiceSwitchFile, HostsFile; RFC 5321 section 5.1; RFC 7505).
// Thread-safe. Answers are three-way: found, absent, deferred ("could not ask").
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/exit_status.h"
#include "lib/dns/hosts_file.h"
#include "lib/dns/resolver.h"
#include "lib/dns/service_switch.h"

namespace sm::dns {

enum class Found { yes, no, deferred };

struct NameServiceOptions {
  std::string hosts_file = "/etc/hosts";
  std::string service_switch_file = "/etc/mail/service.switch";
  std::string domain;              // $m: completes single labels; may be empty
  bool has_wildcard_mx = false;    // MX records do not make a name canonical
  bool expand_cnames = true;       // false: DontExpandCnames
};

struct CanonicalName {
  Found found = Found::no;
  std::string name;                       // without a trailing dot
  std::string message;                    // "DNS failure: CNAME loop for x", "x: Name server timeout"
  std::chrono::seconds ttl{0};            // 0: not from the name service
};

struct MxHost {
  std::string name;                       // with the trailing dot that stops further qualification; "[1.2.3.4]" as is
  int preference = 0;
  bool is_fallback = false;               // of FallbackMXhost
};

struct MxList {
  enum class Kind {
    hosts,       // at least one, best first
    null_mx,     // the domain accepts no mail (RFC 7505)
    none,        // no exchangers and no address
    loops_back,  // this host is the best exchanger and there is nobody else
    deferred,
  };
  Kind kind = Kind::none;
  std::vector<MxHost> hosts;
  ExitStatus status = ExitStatus::ok;     // no_host: the name service knows no such domain
  bool from_mx_records = false;           // false: the domain itself, by its addresses
  bool authenticated = false;             // the answer, or that there is none, was DNSSEC-validated (DANE)
};

struct MxQuestion {
  std::string host;                       // "[address]" and "[host]" are answered with themselves
  bool use_search_list = true;
  // Answers true for names of this host (class w): it and everything not better than it is taken off the list.
  // Null: nothing is taken off.
  std::function<bool(std::string_view name)> is_local;
  bool try_null_list = false;             // TryNullMXList
  std::string fallback_host;              // FallbackMXhost, added last; empty: none
  // Breaks ties of equal preference; null: random. Smaller goes first.
  std::function<unsigned(std::string_view name)> tie_break;
};

struct Addresses {
  Found found = Found::no;
  std::vector<std::string> texts;         // as dotted quad or IPv6 text
  std::string canonical_name;
  std::string message;
  bool authenticated = false;             // all of it was DNSSEC-validated
};

enum class AddressFamily { any, v4, v6 };

class NameService {
 public:
  NameService(std::shared_ptr<const Resolver> resolver, NameServiceOptions options);

  // The $[ host $] of rulesets.
  CanonicalName canonical_name(const std::string& host, bool use_search_list = true) const;
  // The name of an address ("192.0.2.1" or IPv6 text, an "IPv6:" prefix allowed).
  CanonicalName name_of_address(const std::string& address) const;
  // All addresses of a host; no MX records are looked at. A trailing dot means that the search list is not used.
  Addresses addresses(const std::string& host, AddressFamily family = AddressFamily::any) const;
  MxList mail_exchangers(const MxQuestion& question) const;

  const Resolver& resolver() const { return *resolver_; }
  const ServiceSwitch& service_switch() const { return switch_; }

 private:
  CanonicalName canonical_by_dns(const std::string& host, bool use_search_list) const;
  CanonicalName qualify(CanonicalName name) const;
  std::vector<std::string> host_services() const;
  void add_fallback(const MxQuestion& question, MxList& list) const;
  MxList without_mx(const MxQuestion& question, const std::string& host, ExitStatus status) const;

  std::shared_ptr<const Resolver> resolver_;
  NameServiceOptions options_;
  HostsFile hosts_;
  ServiceSwitch switch_;
};

// "4.3.2.1.in-addr.arpa" or the nibbles under ip6.arpa; nothing when the text is no address.
std::optional<std::string> reverse_name(std::string_view address);

}  // namespace sm::dns
