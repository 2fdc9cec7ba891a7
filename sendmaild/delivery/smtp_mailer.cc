// The walk over hosts and addresses. Recipients that are deferred by one host are offered to the next; one that is
// delivered or refused for good is not tried again.
// Invariant: a host that cannot be looked up is never taken for one that does not exist.
#include "sendmaild/delivery/smtp_mailer.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/dns/name_service.h"
#include "sendmaild/delivery/client_flags.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/mailer_argv.h"
#include "sendmaild/delivery/smtp_outcome.h"
#include "sendmaild/net/connect.h"

namespace sm::delivery {
namespace {

constexpr uint16_t kSmtpPort = 25;

// "a:b,c" cut at separators outside of brackets.
std::vector<std::string> host_list(const std::string& host) {
  std::vector<std::string> hosts(1);
  int depth = 0;
  for (char c : host) {
    if (c == '[') ++depth;
    if (c == ']') --depth;
    if (depth == 0 && (c == ':' || c == ',')) {
      hosts.emplace_back();
    } else {
      hosts.back() += c;
    }
  }
  hosts.erase(std::remove(hosts.begin(), hosts.end(), std::string()), hosts.end());
  return hosts;
}

class Walk {
 public:
  Walk(const Site& site, const SmtpServices& services, Batch& batch, const std::function<void(const std::string&)>& verbose)
      : site_(site), services_(services), batch_(batch), verbose_(verbose), outcomes_(batch.recipients.size()),
        left_(batch.recipients.size()) {
    std::iota(left_.begin(), left_.end(), size_t{0});
  }

  Outcomes run() {
    fail_left(outcome_of_status(ExitStatus::config, ""));
    for (const std::string& host : host_list(batch_.host)) {
      if (!left_.empty()) try_domain(host);
    }
    return outcomes_;
  }

 private:
  // Gives everybody who is still waiting this outcome; a deferral keeps them waiting for the next host.
  void fail_left(const Outcome& outcome) {
    for (size_t index : left_) outcomes_[index] = outcome;
  }
  void settle() {
    left_.erase(std::remove_if(left_.begin(), left_.end(),
                               [this](size_t index) { return outcomes_[index].kind != Outcome::Kind::deferred; }),
                left_.end());
  }

  void try_domain(const std::string& host) {
    way_validated_ = true;
    if (host[0] == '[' || batch_.mailer->flags.has('0')) return try_host(host);
    dns::MxQuestion question;
    question.host = host;
    question.is_local = [this](std::string_view name) {
      while (!name.empty() && name.back() == '.') name.remove_suffix(1);
      return site_.config->classes.contains("w", name);
    };
    question.try_null_list = site_.options().try_null_mx_list;
    question.fallback_host = site_.options().fallback_mx_host;
    dns::MxList list = site_.names->mail_exchangers(question);
    switch (list.kind) {
      case dns::MxList::Kind::deferred: return fail_left(outcome_of_deferred_lookup(host));
      case dns::MxList::Kind::none: return give_up(outcome_of_unknown_host(host));
      case dns::MxList::Kind::null_mx: return give_up(null_mx());
      case dns::MxList::Kind::loops_back: return give_up(loops_back(host));
      case dns::MxList::Kind::hosts: break;
    }
    way_validated_ = list.authenticated;
    for (const dns::MxHost& exchanger : list.hosts) {
      if (!left_.empty()) try_host(exchanger.name);
    }
  }

  void give_up(const Outcome& outcome) {
    fail_left(outcome);
    settle();
  }

  static Outcome null_mx() {
    Outcome outcome = outcome_of_status(ExitStatus::unavailable, "");
    outcome.enhanced = "5.1.10";
    return outcome;
  }

  Outcome loops_back(const std::string& host) {
    std::string text = fmt::format("MX list for {} points back to {}", host, site_.macro("j"));
    log::write(log::Priority::critical, batch_.envelope->id, "SYSERR(root): " + text);
    Outcome outcome = outcome_of_status(ExitStatus::config, "");
    outcome.transcript = "553 5.3.5 " + text + "\n" + outcome.transcript;
    outcome.reply = "553 5.3.5 system config error";
    outcome.own_reply = true;
    return outcome;
  }

  void try_host(const std::string& host) {
    features_ = ask_client_features(site_, host, batch_);
    if (features_.passed_over) return fail_left(*features_.passed_over);
    std::string name = host;
    if (name.size() > 2 && name.front() == '[' && name.back() == ']') name = name.substr(1, name.size() - 2);
    std::vector<std::string> addresses;
    tls_ = {services_.tls, TlsUse::if_offered, {}};
    if (auto literal = net::SocketAddress::from_text(name, kSmtpPort)) {
      addresses.push_back(literal->text());
    } else {
      dns::Addresses found = site_.names->addresses(name);
      if (found.found == dns::Found::deferred) return fail_left(outcome_of_deferred_lookup(host));
      if (found.found == dns::Found::no) return give_up(outcome_of_unknown_host(host));
      addresses = found.texts;
      config::Dane wish = has_client_flag(batch_, 'D') ? config::Dane::no : site_.options().dane;
      tls_.dane = look_up_dane(site_.names->resolver(), wish, name, port(), way_validated_ && found.authenticated);
      if (tls_.dane.state == DaneRecords::State::later) return fail_left(outcome_of_deferred_dane(host));
    }
    for (const std::string& address : addresses) {
      if (!left_.empty() && try_address(host, address)) return;
    }
  }

  uint16_t port() const {
    if (batch_.mailer->argv.size() < 3) return kSmtpPort;
    auto number = parse_int(macros::expand(batch_.mailer->argv[2], batch_.macros));
    return number && *number > 0 && *number < 65536 ? static_cast<uint16_t>(*number) : kSmtpPort;
  }

  // True when the host answered, whatever it said: its other addresses need not be tried.
  bool try_address(const std::string& host, const std::string& address) {
    auto target = net::SocketAddress::from_text(address, port());
    if (!target) return false;
    set_client_flags(site_, features_, *target, batch_);
    ServerId server{host, target->mail_text(site_.options().use_compressed_ipv6_addresses)};
    if (verbose_) {
      for (size_t index : left_) {
        verbose_(fmt::format("{}... Connecting to {} via {}...", batch_.recipients[index]->address, host, batch_.mailer->name));
      }
    }
    net::ConnectSpec spec;
    spec.target = *target;
    spec.timeout = site_.options().timeouts.connect;
    auto connected = services_.wire->await(net::connect_to(services_.wire->loop(), spec));
    if (!connected.stream) {
      Outcome outcome = outcome_of_connect(connected.error, host);
      outcome.relay = server.relay();
      fail_left(outcome);
      return false;
    }
    services_.statistics->connection_out();
    bool handshake_failed = converse(server, std::move(connected.stream), false);
    if (handshake_failed && site_.options().tls_fallback_to_clear) {
      tls_.use = TlsUse::never;
      try_address(host, address);
    }
    return true;
  }

 public:
  // True when STARTTLS broke the connection.
  bool converse(const ServerId& server, std::unique_ptr<net::Stream> stream, bool lmtp) {
    ConversationParts parts;
    parts.sasl = services_.sasl.get();
    parts.site = &site_;
    parts.wire = services_.wire;
    parts.tls = tls_;
    parts.verbose = verbose_;
    parts.lmtp = lmtp;
    SmtpConversation conversation(parts, batch_, server);
    auto trouble = conversation.open(std::move(stream));
    if (trouble) {
      trouble->relay = server.relay();
      fail_left(*trouble);
    } else {
      Outcomes sent = conversation.send(left_);
      for (size_t i = 0; i < left_.size(); ++i) outcomes_[left_[i]] = sent[i];
    }
    conversation.close();
    settle();
    return conversation.handshake_failed();
  }
  const Outcomes& outcomes() const { return outcomes_; }
  void fail_all(const Outcome& outcome) { fail_left(outcome); }

 private:
  const Site& site_;
  const SmtpServices& services_;
  Batch& batch_;
  const std::function<void(const std::string&)>& verbose_;
  Outcomes outcomes_;
  std::vector<size_t> left_;   // indices of recipients that no host has decided about
  ClientFeatures features_;    // for the host under way
  TlsPlan tls_;                // for the host under way; empty for local sockets and programs
  bool way_validated_ = false; // DNSSEC: the name of the host under way can be trusted
};

Outcomes run_local_socket(const Site& site, const SmtpServices& services, Batch& batch,
                          const std::function<void(const std::string&)>& verbose) {
  Walk walk(site, services, batch, verbose);
  std::string path = batch.mailer->argv.size() > 1 ? macros::expand(batch.mailer->argv[1], batch.macros) : "";
  auto target = net::SocketAddress::local_path(path);
  if (!target) return all_alike(batch, outcome_of_status(ExitStatus::config, target.error().text));
  net::ConnectSpec spec;
  spec.target = *target;
  auto connected = services.wire->await(net::connect_to(services.wire->loop(), spec));
  if (!connected.stream) return all_alike(batch, outcome_of_connect(connected.error, path));
  services.statistics->connection_out();
  walk.converse(ServerId{"localhost", ""}, std::move(connected.stream), batch.mailer->flags.has('z'));
  return walk.outcomes();
}

}  // namespace

Outcomes run_smtp_mailer(const Site& site, const SmtpServices& services, Batch& batch,
                         const std::function<void(const std::string&)>& verbose) {
  bool local_socket = !batch.mailer->argv.empty() && ascii::equal_ignoring_case(batch.mailer->argv[0], "FILE");
  if (local_socket) return run_local_socket(site, services, batch, verbose);
  return Walk(site, services, batch, verbose).run();
}

Outcomes run_dialogue_program(const Site& site, const SmtpServices& services, process::HelperClient& helper, Batch& batch,
                              const std::function<void(const std::string&)>& verbose) {
  auto argv = mailer_argv(batch);
  if (!argv) return all_alike(batch, outcome_of_status(ExitStatus::config, argv.error().text));
  process::RunRequest request;
  request.mailer = batch.mailer->index;
  request.argv = *argv;
  request.user = run_user(site, batch);
  request.one_socket = true;
  auto running = helper.run(request);
  if (!running) return all_alike(batch, outcome_of_status(running.error().status, running.error().text));
  Walk walk(site, services, batch, verbose);
  walk.fail_all(outcome_of_status(ExitStatus::temp_fail, ""));
  walk.converse(ServerId{"localhost", ""}, net::socket_stream(services.wire->loop(), std::move((*running)->input)),
                batch.mailer->flags.has('z'));
  static_cast<void>((*running)->wait());
  return walk.outcomes();
}

}  // namespace sm::delivery
