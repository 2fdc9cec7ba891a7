// The walk over hosts and addresses. Recipients that are deferred by one host are offered to the next; one that is
// delivered or refused for good is not tried again.
// Invariant: a host that cannot be looked up is never taken for one that does not exist.
#include "sendmaild/delivery/smtp_mailer.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/random.h"
#include "lib/base/text.h"
#include "lib/dns/name_service.h"
#include "sendmaild/delivery/client_flags.h"
#include "sendmaild/delivery/dialling.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/mailer_argv.h"
#include "sendmaild/delivery/smtp_outcome.h"

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
      : site_(site), services_(services), batch_(batch), verbose_(verbose), dialling_(site, *services.wire, batch),
        outcomes_(batch.recipients.size()), left_(batch.recipients.size()) {
    std::iota(left_.begin(), left_.end(), size_t{0});
  }

  Outcomes run() {
    fail_left(outcome_of_status(ExitStatus::config, ""));
    for (const std::string& host : host_list(batch_.host)) {
      if (!left_.empty() && !dialling_.has_run_out()) try_domain(host);
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

  // A host that is of no use. One that fails for good decides nothing about mail that another is to be asked again for.
  void pass_over(const Outcome& outcome) {
    bool is_final = outcome.kind == Outcome::Kind::failed;
    if (!is_final || !deferred_) fail_left(outcome);
    deferred_ = deferred_ || !is_final;
  }

  // A host that is not to be found, or not to be connected to. Once, FallbackSmartHost has a try in its place.
  void cannot_reach(const Outcome& outcome) {
    pass_over(outcome);
    const std::string& smart_host = site_.options().fallback_smart_host;
    if (smart_host.empty() || fallback_tried_ || (smart_host[0] != '[' && is_local(smart_host))) return;
    fallback_tried_ = true;
    try_host(smart_host);
  }

  bool is_local(std::string_view name) const {
    while (!name.empty() && name.back() == '.') name.remove_suffix(1);
    return site_.config->classes.contains("w", name);
  }

  void try_domain(const std::string& host) {
    way_validated_ = true;
    if (host[0] == '[' || batch_.mailer->flags.has('0')) return try_host(host);
    dns::MxQuestion question;
    question.host = host;
    question.is_local = [this](std::string_view name) { return is_local(name); };
    question.try_null_list = site_.options().try_null_mx_list;
    question.fallback_host = site_.options().fallback_mx_host;
    // Among equals, one that has a connection open.
    question.tie_break = [this](std::string_view name) {
      bool open = services_.hosts->has(*batch_.mailer, std::string(name));
      return open ? 0U : 1U + static_cast<unsigned>(random_bits() % UINT32_MAX);
    };
    dns::MxList list = site_.names->mail_exchangers(question);
    switch (list.kind) {
      case dns::MxList::Kind::deferred: return cannot_reach(outcome_of_deferred_lookup(host));
      case dns::MxList::Kind::none: return cannot_reach(outcome_of_unknown_host(host));
      case dns::MxList::Kind::null_mx: return give_up(null_mx());
      case dns::MxList::Kind::loops_back: return give_up(loops_back(host));
      case dns::MxList::Kind::hosts: break;
    }
    way_validated_ = list.authenticated;
    for (const dns::MxHost& exchanger : list.hosts) {
      if (left_.empty()) return;
      if (exchanger.is_fallback || !dialling_.has_run_out()) try_host(exchanger.name);
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
    if (go_on_with_kept(host)) return;
    HostTable::Entrance entrance = services_.hosts->enter(*batch_.mailer, host);
    if (entrance.kind == HostTable::Entrance::Kind::in_trouble) return pass_over(outcome_of_trouble(entrance.trouble, host));
    if (entrance.kind == HostTable::Entrance::Kind::busy) {
      Outcome busy = outcome_of_status(ExitStatus::temp_fail, "");
      busy.enhanced = "4.0.0";
      busy.relay = host;
      return pass_over(busy);
    }
    features_ = ask_client_features(site_, host, batch_);
    if (features_.passed_over) return pass_over(*features_.passed_over);
    services_.hosts->make_room();
    try_addresses(host, std::move(entrance.lock));
  }

  void try_addresses(const std::string& host, UniqueFd lock) {
    std::string name = host;
    if (name.size() > 2 && name.front() == '[' && name.back() == ']') name = name.substr(1, name.size() - 2);
    std::vector<std::string> addresses;
    tls_ = {services_.tls, TlsUse::if_offered, {}};
    if (auto literal = net::SocketAddress::from_text(name, kSmtpPort)) {
      addresses.push_back(literal->text());
    } else {
      dns::Addresses found = site_.names->addresses(name);
      if (found.found == dns::Found::deferred) return cannot_reach(outcome_of_deferred_lookup(host));
      if (found.found == dns::Found::no) return cannot_reach(outcome_of_unknown_host(host));
      addresses = found.texts;
      config::Dane wish = has_client_flag(batch_, 'D') ? config::Dane::no : site_.options().dane;
      bool validated = way_validated_ && found.authenticated;
      tls_.dane = look_up_dane(site_.names->resolver(), wish, name, own_port().value_or(kSmtpPort), validated);
      if (tls_.dane.state == DaneRecords::State::later) return pass_over(outcome_of_deferred_dane(host));
    }
    std::optional<Outcome> refused;
    for (const std::string& address : addresses) {
      if (refused && dialling_.has_run_out()) break;
      refused = try_address(host, address, lock);
      if (!refused) return;
    }
    if (!refused) return;
    note(host, status_of(*refused), lock);
    lock.reset();
    cannot_reach(*refused);
  }

  void note(const std::string& host, queue::HostStatus status, const UniqueFd& lock) const {
    status.when = std::chrono::system_clock::now();
    services_.hosts->note(host, status, lock);
  }

  static queue::HostStatus status_of(const Outcome& trouble) {
    queue::HostStatus status;
    status.error_number = trouble.error_number;
    status.status = trouble.status;
    status.enhanced = trouble.enhanced;
    status.text = trouble.reply;
    return status;
  }

  // A connection that an earlier message left. False: there is none that works.
  bool go_on_with_kept(const std::string& host) {
    auto kept = services_.hosts->take(*batch_.mailer, host, names_left());
    if (!kept) return false;
    ServerId server = kept->server;
    UniqueFd lock = std::move(kept->host_lock);
    SmtpConversation conversation(parts(false), batch_, server);
    if (!conversation.resume(*std::move(kept))) {
      conversation.close();
      return false;
    }
    tell(fmt::format("Using cached {} connection to {} via {}...", conversation.protocol(), server.name, batch_.mailer->name));
    transact(conversation, server, lock);
    keep_or_close(conversation, server, std::move(lock));
    return true;
  }

  // The third word of A=.
  std::optional<uint16_t> own_port() const {
    if (batch_.mailer->argv.size() < 3) return std::nullopt;
    auto number = parse_int(macros::expand(batch_.mailer->argv[2], batch_.macros));
    return number && *number > 0 && *number <= UINT16_MAX ? std::optional(static_cast<uint16_t>(*number)) : std::nullopt;
  }

  std::string names_left() const {
    std::string names;
    for (size_t index : left_) names += (names.empty() ? "" : ",") + batch_.recipients[index]->address;
    return names;
  }

  void tell(const std::string& what) const {
    if (verbose_) verbose_(names_left() + "... " + what);
  }

  // Nothing when the host answered, whatever it said: its other addresses need not be tried. Else why it did not.
  std::optional<Outcome> try_address(const std::string& host, const std::string& address, UniqueFd& lock) {
    std::optional<uint16_t> port = own_port();
    auto target = net::SocketAddress::from_text(address, port.value_or(kSmtpPort));
    if (!target) return outcome_of_unknown_host(host);
    set_client_flags(site_, features_, *target, batch_);
    ServerId server{host, target->mail_text(site_.options().use_compressed_ipv6_addresses)};
    tell(fmt::format("Connecting to {}{} via {}...", host, port ? fmt::format(" port {}", *port) : "", batch_.mailer->name));
    net::Connected connected = dialling_.connect(host, *target);
    if (!connected.stream) {
      Outcome outcome = outcome_of_connect(connected.error, host);
      outcome.relay = server.relay();
      return outcome;
    }
    services_.statistics->connection_out();
    SmtpConversation conversation(parts(false), batch_, server);
    auto trouble = conversation.open(std::move(connected.stream));
    if (conversation.handshake_failed() && site_.options().tls_fallback_to_clear) {
      tls_.use = TlsUse::never;
      return try_address(host, address, lock);
    }
    if (trouble) {
      note(host, status_of(*trouble), lock);
      take_trouble(*trouble, server);
    } else {
      transact(conversation, server, lock);
    }
    keep_or_close(conversation, server, std::move(lock));
    return std::nullopt;
  }

  ConversationParts parts(bool lmtp) const {
    ConversationParts parts;
    parts.sasl = services_.sasl.get();
    parts.site = &site_;
    parts.wire = services_.wire;
    parts.tls = tls_;
    parts.verbose = verbose_;
    parts.lmtp = lmtp;
    return parts;
  }

  void take_trouble(Outcome trouble, const ServerId& server) {
    trouble.relay = server.relay();
    fail_left(trouble);
    settle();
    deferred_ = deferred_ || !left_.empty();
  }

  void take_outcomes(const Outcomes& sent) {
    for (size_t i = 0; i < left_.size(); ++i) outcomes_[left_[i]] = sent[i];
    settle();
    deferred_ = deferred_ || !left_.empty();
  }

  void transact(SmtpConversation& conversation, const ServerId& server, const UniqueFd& lock) {
    Outcomes sent = conversation.send(left_);
    // The host is well, whatever it thinks of this message.
    queue::HostStatus status;
    const Outcome& first = sent.front();
    if (first.error_number != 0) status = status_of(first);
    bool about_message = first.kind == Outcome::Kind::delivered || first.reply == conversation.last_reply();
    if (first.error_number == 0 && about_message) {
      status.enhanced = first.enhanced;
      status.text = conversation.last_reply();
    }
    note(server.name, status, lock);
    take_outcomes(sent);
  }

  void keep_or_close(SmtpConversation& conversation, const ServerId& server, UniqueFd lock) {
    auto kept = conversation.release();
    if (kept) {
      kept->host_lock = std::move(lock);
      return services_.hosts->keep(*batch_.mailer, *std::move(kept));
    }
    if (verbose_) verbose_("Closing connection to " + server.name);
    conversation.close();
  }

 public:
  // One conversation that is not for the next message.
  void converse(const ServerId& server, std::unique_ptr<net::Stream> stream, bool lmtp) {
    SmtpConversation conversation(parts(lmtp), batch_, server);
    if (auto trouble = conversation.open(std::move(stream))) {
      take_trouble(*trouble, server);
    } else {
      take_outcomes(conversation.send(left_));
    }
    conversation.close();
  }
  const Outcomes& outcomes() const { return outcomes_; }
  void fail_all(const Outcome& outcome) { fail_left(outcome); }

 private:
  const Site& site_;
  const SmtpServices& services_;
  Batch& batch_;
  const std::function<void(const std::string&)>& verbose_;
  Dialling dialling_;
  Outcomes outcomes_;
  std::vector<size_t> left_;   // indices of recipients that no host has decided about
  bool deferred_ = false;      // a host was there, or may be: the message can be tried again
  bool fallback_tried_ = false;
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
