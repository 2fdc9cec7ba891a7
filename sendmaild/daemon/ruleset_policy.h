// RulesetPolicy: the answers to smtp/server's questions, given by the configuration: check_* rulesets through the rule
// engine, options, the user database and the alias maps. One object per session.
// Invariant: a map or server that cannot be asked never makes a "no": the verdict is then 4xx, or the recipient is taken
// and queued.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/smtp/server/policy.h"

namespace sm::daemon {

// What the role shares among its sessions. Functions may be empty.
struct PolicyServices {
  std::shared_ptr<const net::TlsContext> tls;   // null: no STARTTLS
  std::function<std::shared_ptr<smtp::SaslServer>(const SessionContext&)> make_sasl;
  // ETRN was accepted: run the queue for this node.
  std::function<void(const std::string& node)> run_queue_for;
};

class RulesetPolicy final : public smtp::server::Policy {
 public:
  RulesetPolicy(std::shared_ptr<SessionContext> context, PolicyServices services);

  smtp::server::Connection connect() override;
  bool asks(smtp::server::Question question) const override;
  smtp::server::Verdict hello(const smtp::server::Hello& hello) override;
  smtp::server::Verdict parse_sender(const smtp::server::Sender& sender) override;
  smtp::server::Verdict judge_sender(const smtp::server::Sender& sender) override;
  smtp::server::Verdict parse_recipient(const std::string& address) override;
  smtp::server::RecipientAnswer judge_recipient(const smtp::server::Recipient& recipient) override;
  smtp::server::Verdict judge_data(size_t recipients) override;
  void transaction_aborted(const std::string& reason) override;
  smtp::Reply verify(const std::string& argument) override;
  smtp::Reply expand(const std::string& argument) override;
  smtp::Reply etrn(const std::string& argument) override;
  smtp::Reply help(const std::string& topic) override;
  smtp::server::Verdict other(const std::string& line, int expected_code) override;
  void verbose() override;
  std::shared_ptr<const net::TlsContext> tls_context() override;
  smtp::server::Verdict tls_started(const net::TlsFacts& facts) override;
  std::shared_ptr<smtp::SaslServer> sasl_server() override;
  void authenticated(const smtp::SaslFacts& facts) override;
  void log(int level, log::Priority priority, LogScope scope, const std::string& text) override;

 private:
  // How a ruleset's refusal is worded and logged.
  struct Check {
    const char* ruleset = nullptr;
    std::string argument1;
    std::optional<std::string> argument2;
    std::string about;         // address in front of the text, empty for none
    bool belongs_to_message = true;
    int log_level = 4;
    bool counts = false;       // its refusals are in the statistics
  };
  smtp::server::Verdict ask(const Check& check);
  void set_peer_macros();
  void set_interface_macros();
  std::string believed_auth_sender(const std::string& value);
  void set_envelope_parameters(const smtp::server::Sender& sender);
  smtp::server::RecipientAnswer add_recipient(const smtp::server::Recipient& recipient,
                                              const rules::ResolvedAddress& resolved);

  std::shared_ptr<SessionContext> context_;
  PolicyServices services_;
  smtp::server::Features features_;
  bool offer_auth_ = true;
  rules::ResolvedAddress parsed_;   // of the latest parse_sender or parse_recipient
  bool recipient_named_ = false;    // a recipient of this transaction got as far as add_recipient()
};

}  // namespace sm::daemon
