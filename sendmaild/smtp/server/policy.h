// Policy: what a server session asks: may this peer, sender, recipient, message? One object per session, implemented in
// daemon/ with rulesets (and filters); the session owns the order of questions (Operations Guide, check_* rulesets) and
// the words of protocol errors.
// Threads: every question runs on the lookup pool and may block, except where "loop" is said; never two at a time. When
// the pool's deadline cut a question off, the session ends without asking another or calling transaction_aborted(): the
// destructor then drops what is left of the transaction.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/log.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/net/tls_facts.h"
#include "sendmaild/smtp/dot_stuffing.h"
#include "sendmaild/smtp/esmtp_parameters.h"
#include "sendmaild/smtp/extensions.h"
#include "sendmaild/smtp/reply.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::smtp::server {

// The answer to a question. Discard: go on as if all were well, the message will be dropped (the policy remembers).
struct Verdict {
  enum class Kind { accept, refuse, discard };
  Kind kind = Kind::accept;
  Reply reply;  // refuse: what the client hears; a 421 ends the session

  Verdict() = default;
  Verdict(Reply refusal) : kind(Kind::refuse), reply(std::move(refusal)) {}
  static Verdict discard() {
    Verdict verdict;
    verdict.kind = Kind::discard;
    return verdict;
  }
  bool refused() const { return kind == Kind::refuse; }
};

// What this session offers and insists on: options, DaemonPortOptions modifiers and srv_features already combined.
struct Features {
  // What EHLO announces. STARTTLS is offered when set here and (still) possible, AUTH as the SaslServer says (the list here
  // is not used), ENHANCEDSTATUSCODES and HELP always.
  Extensions announce;
  bool starttls_forbidden = false;      // modifier S, srv_features S: 503; a missing certificate is a 454
  bool etrn_allowed = true;
  bool early_input_allowed = false;     // srv_features F: input before the greeting's or DATA's reply is no violation
  bool require_auth = false;            // modifier a, srv_features l
  bool drop_http_any_time = false;      // srv_features h
  bool punish_pipelining = false;       // srv_features n
  DataRules data;                       // srv_features g u o
};

struct Connection {
  std::string hostname;                 // $j: in greeting, HELO and QUIT replies
  std::string client;                   // $_: "host.name [192.0.2.1]", "[192.0.2.1]", with "(may be forged)"
  std::string client_name;              // "host.name" or "[192.0.2.1]"
  std::string client_address;           // "192.0.2.1", "IPv6:…": without brackets
  std::string daemon_name = "MTA";      // ${daemon_name}, for log lines
  std::string greeting;                 // SmtpGreetingMessage expanded; the session inserts ESMTP
  std::chrono::milliseconds greet_pause{0};
  Features features;
  // check_relay's or the filters' refusal: a 421 closes at once without greeting; anything else lets the session live but
  // refuses its commands. `refuse_greeting` (filters, greet_pause) makes the greeting itself a 554.
  std::optional<Reply> refusal;
  bool refuse_greeting = false;
};

struct Hello {
  bool extended = false;                // EHLO
  std::string verb;                     // as typed
  std::string name;
  bool name_is_valid = true;            // false only with AllowBogusHELO: do not record it as $s
};

// How the message comes in, for $r: SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA.
std::string protocol_name(bool extended, bool tls, bool authenticated);

struct Sender {
  std::string address;                  // as typed: "<a@b>", "a@b", "<>"
  MailParameters parameters;
  bool hello_was_given = true;          // false: "didn't use HELO protocol" is due
  std::string hello_name;               // $s; empty when none was given or it was not valid
  std::string protocol;                 // $r
};

struct Recipient {
  std::string address;                  // as typed
  RcptParameters parameters;
};

struct RecipientAnswer {
  Verdict verdict;
  std::string shown;                    // the address in "… Recipient ok"; empty: as typed
  bool will_queue = false;              // a lookup failed for now: "(will queue)"

  RecipientAnswer() = default;
  RecipientAnswer(Verdict answer) : verdict(std::move(answer)) {}
};

enum class Question { hello, data, other, verify, expand, etrn };

class Policy {
 public:
  virtual ~Policy() = default;

  // First. Client name lookup, check_relay, srv_features, filters' connect, greet_pause.
  virtual Connection connect() = 0;
  // loop: false: nothing would ask (no such ruleset, no filter): the session saves the way to the pool.
  virtual bool asks(Question question) const = 0;
  // HELO or EHLO was valid. A 421 refusal is sent; another makes later commands be refused with it (HELO stays 250).
  virtual Verdict hello(const Hello& hello) = 0;

  // Parses the address as sender: "553 …" for what is no address. Called before the parameters are looked at.
  virtual Verdict parse_sender(const Sender& sender) = 0;
  // check_mail, SIZE against MaxMessageSize (reply::size_over_fixed_maximum), free disk space (reply::no_disk_space),
  // trust_auth, filters. After a refusal the transaction does not exist.
  virtual Verdict judge_sender(const Sender& sender) = 0;
  // The same for a recipient; refusals that are no ruleset's are logged by their text ("<x>... User unknown", LogLevel
  // above 4, notice). Judge: check_rcpt, existence of alias or user (reply::user_unknown), filters. Order of calls
  // is parse, judge; a judged and accepted recipient belongs to the transaction.
  virtual Verdict parse_recipient(const std::string& address) = 0;
  virtual RecipientAnswer judge_recipient(const Recipient& recipient) = 0;
  // check_data ($1 = number of recipients), filters. A refusal leaves the transaction as it is.
  virtual Verdict judge_data(size_t recipients) = 0;
  // The transaction is gone without a message. `reason` is what stat= says of its recipients: "RSET", "HELO" (the verb as
  // typed), "aborted by sender" (QUIT), empty for a lost connection. Called only when parse_sender() was asked and
  // neither MessageSink::commit nor abort was called for it (begin() and write() may have been). loop: must not block.
  virtual void transaction_aborted(const std::string& reason) = 0;

  // Finished replies: texts and rulesets check_vrfy, check_expn, check_etrn, HelpFile.
  virtual Reply verify(const std::string& argument) = 0;
  virtual Reply expand(const std::string& argument) = 0;
  virtual Reply etrn(const std::string& argument) = 0;
  virtual Reply help(const std::string& topic) = 0;
  // check_other: NOOP, VERB (`expected_code` 2), unknown and unimplemented commands (5); filters' unknown callback.
  virtual Verdict other(const std::string& line, int expected_code) = 0;
  // loop: VERB was accepted: deliver interactively.
  virtual void verbose() = 0;

  // STARTTLS: the context (null: "454 4.3.3 TLS not available after start"). tls_srv_features.
  virtual std::shared_ptr<const net::TlsContext> tls_context() = 0;
  // Logs STARTTLS=server. tls_client with ${verify} and the other macros set; a refusal is answered to later commands.
  virtual Verdict tls_started(const net::TlsFacts& facts) = 0;

  // Null: no AUTH. Asked once, after connect().
  virtual std::shared_ptr<SaslServer> sasl_server() = 0;
  // ${auth_type}, ${auth_authen}, ${auth_ssf}; logs AUTH=server.
  virtual void authenticated(const SaslFacts& facts) = 0;

  // loop: a line for the mail log if LogLevel is above `level`; under the current queue id, or under none.
  enum class LogScope { envelope, connection };
  virtual void log(int level, log::Priority priority, LogScope scope, const std::string& text) = 0;
};

}  // namespace sm::smtp::server
