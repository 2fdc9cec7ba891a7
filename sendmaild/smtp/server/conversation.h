// Conversation: the state of one server session and its command handlers, one file per verb family. Internal to
// smtp/server; the world sees serve() in session.h.
// Invariant: a handler returns the Reply that ends its command; only converse() and the few places that must (354, 220 of
// STARTTLS, AUTH's challenges) write to the stream.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "sendmaild/net/line_buffer.h"
#include "sendmaild/smtp/server/abuse.h"
#include "sendmaild/smtp/server/session.h"

namespace sm::smtp::server {

class Conversation {
 public:
  explicit Conversation(SessionParts parts);
  net::Task<SessionSummary> run();

 private:
  struct Transaction {
    Sender sender;
    size_t recipients = 0;
    size_t bad_recipients = 0;
  };

  // session.cc
  net::Task<bool> open();
  net::Task<void> converse();
  net::Task<Reply> answer(Command command);
  net::Task<Reply> dispatch(Command command);
  std::optional<Reply> refusal_of_session(const Command& command);
  std::optional<Reply> temporary_refusal(const Command& command);
  Reply line_violation(const std::string& line);
  net::Task<void> send(Reply reply);
  net::Task<void> flush();
  net::Task<void> wait(std::chrono::milliseconds duration);
  void end_session(const Reply* reply);
  void note_end();

  // greeting.cc
  net::Task<bool> connect();
  net::Task<void> connect_filters();
  net::Task<bool> greet();

  // hello.cc
  net::Task<Reply> on_hello(Command command);
  Reply hello_reply(bool extended) const;
  Extensions offered() const;

  // mail.cc, rcpt.cc, data.cc
  net::Task<Reply> on_mail(Command command);
  net::Task<Reply> on_rcpt(Command command);
  net::Task<Reply> count_bad_recipient(Reply reply);
  net::Task<Reply> on_data();
  net::Task<Reply> collect();
  net::Task<Reply> read_message(struct Incoming& incoming);
  net::Task<void> store(struct Incoming& incoming);
  net::Task<Reply> finish_message(struct Incoming& incoming);
  net::Task<Reply> deliver(DataFacts facts);
  net::Task<void> drop_message(Reply reply, DataFacts facts);
  void log_collect(const std::string& info);
  void log_bare(const struct Incoming& incoming, const char* status);

  // starttls.cc, auth.cc
  net::Task<Reply> on_starttls(Command command);
  net::Task<bool> handshake();
  net::Task<void> refresh_mechanisms();
  net::Task<Reply> on_auth(Command command);
  net::Task<Reply> exchange(std::string mechanism, std::optional<std::string> initial);
  net::Task<Reply> authentication_succeeded();
  void log_auth_failure(const std::string& mechanism, const std::string& detail);

  // inspect.cc
  net::Task<Reply> on_vrfy(Command command);
  net::Task<Reply> on_expn(Command command);
  net::Task<Reply> on_etrn(Command command);
  net::Task<Reply> on_help(Command command);
  net::Task<Reply> on_noop(Command command);
  net::Task<Reply> on_verb(Command command);
  net::Task<Reply> on_unknown(Command command);
  net::Task<Reply> on_rset();
  net::Task<Reply> on_quit();
  net::Task<Reply> refuse_unknown(Command command);

  // Under high load: lets a command wait, and says so at times.
  net::Task<void> delay_for_load(std::string verb);
  // The brake of a noise command: waits if due; a set Reply ends the session.
  net::Task<Reply> brake(NoiseCounter& counter, std::string verb);
  // One more bad command: set when there were too many.
  Reply count_bad_command();
  void abort_transaction(const std::string& reason);
  void forget_transaction();
  // The filters' part of the end of a transaction.
  net::Task<void> abort_filters();
  Reply own(int code, EnhancedCode enhanced, const std::string& text) const;  // "H text"
  void log(int level, log::Priority priority, const std::string& text) {
    policy_->log(level, priority, Policy::LogScope::envelope, text);
  }

  // A question, on the lookup pool.
  template <typename F>
  net::Task<std::invoke_result_t<F&>> ask(F job) {
    return parts_.lookup->run(std::move(job));
  }

  SessionParts parts_;
  std::unique_ptr<net::Stream> stream_;
  net::LineBuffer lines_;
  std::shared_ptr<Policy> policy_;
  std::shared_ptr<MessageSink> sink_;
  std::shared_ptr<Filters> filters_;  // null: none
  Limits limits_;
  SessionSummary summary_;

  Connection connection_;
  std::optional<Reply> refused_;          // "nullserver": the answer to nearly every command
  bool try_later_ = false;                // filters cannot be asked: nothing that matters is done in this session
  std::string output_;                    // replies that have not been written
  bool end_noted_ = false;                // the log has its line about how the session was lost
  bool collecting_ = false;               // between 354 and the reply to the final dot
  bool over_ = false;                     // no further command is read
  bool first_command_ = true;             // of the session or after STARTTLS: the HTTP check is armed
  std::string last_verb_ = "startup";
  bool hello_seen_ = false;
  bool extended_ = false;
  std::string hello_name_;
  bool tls_ = false;
  net::TlsFacts tls_facts_;
  bool authenticated_ = false;
  std::shared_ptr<SaslServer> sasl_;
  std::vector<std::string> mechanisms_;
  std::optional<Transaction> transaction_;
  bool sender_heard_ = false;        // the policy was asked about a MAIL, accepted or not, and no message came of it yet
  bool throttle_logged_ = false;
  std::chrono::steady_clock::time_point next_delay_line_{};
  size_t bad_commands_ = 0;
  size_t pipelining_logged_ = 0;
  NoiseCounter hello_noise_{kHelloCommands};
  NoiseCounter inspect_noise_{kVrfyCommands};
  NoiseCounter etrn_noise_{kEtrnCommands};
  NoiseCounter noop_noise_{0};
  NoiseCounter auth_noise_{0};
};

}  // namespace sm::smtp::server
