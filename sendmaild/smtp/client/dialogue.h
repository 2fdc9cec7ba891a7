// Dialogue: the client's side of one SMTP or LMTP connection: greeting, EHLO/HELO/LHLO, STARTTLS, AUTH, transactions,
// RSET, QUIT. Sans policy: which host, which recipients and what a failure means is delivery's business; here each step
// returns what the server said, or that it said nothing.
// RFC 5321, 2033 (LMTP), 2920 (pipelining), 3207, 4954.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sendmaild/net/blocking_pool.h"
#include "sendmaild/net/stream.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/net/tls_facts.h"
#include "sendmaild/smtp/client/answer.h"
#include "sendmaild/smtp/client/transaction.h"
#include "sendmaild/smtp/extensions.h"
#include "sendmaild/smtp/sasl.h"

namespace sm::smtp::client {

using std::chrono::seconds;

// Timeout.*; the defaults are sendmail's.
struct Timeouts {
  seconds initial{300}, helo{300}, lhlo{120}, starttls{3600}, auth{600}, mail{600}, rcpt{3600}, datainit{300};
  seconds block{300};  // writing message data: each piece must go out within it
  seconds datafinal{3600}, rset{300}, misc{120}, quit{120};
};

struct DialogueOptions {
  std::string helo_name;            // $j, HeloName
  std::string host;                 // the server's name, for texts: "reply: read error from HOST"
  bool lmtp = false;                // mailer flag z
  bool ehlo_without_offer = true;   // mailer flag a: EHLO though the greeting has no ESMTP
  bool helo_only = false;           // mailer flag 2
  Timeouts timeouts;
  // Every line of the dialogue, for -v and the transcript: ">>> EHLO me", "250 ok" (no line end). AUTH lines come without
  // their secrets.
  enum class Direction { sent, received };
  std::function<void(Direction, const std::string&)> transcript;
};

struct TlsOutcome {
  Answer answer;                          // to STARTTLS
  std::optional<net::TlsFacts> facts;     // the handshake succeeded
  // It failed, and the connection with it: the fields of sendmail's "connect failed" log line.
  std::string failure;
  int ssl_error = 0;
  int error = 0;
};

struct AuthOutcome {
  enum class State {
    authenticated,
    no_mechanism,  // nothing that the server offers fits, so nothing was tried
    refused,       // every mechanism that fits was refused for good
    temporary,     // the last refusal may pass, or the connection is lost
  };
  State state = State::no_mechanism;
  SaslFacts facts;
  Answer answer;                          // the last one
};

class Dialogue {
 public:
  Dialogue(std::unique_ptr<net::Stream> stream, DialogueOptions options);
  ~Dialogue();

  // Each step returns the server's Answer; after one that is lost() the dialogue is over (is_open() is false).
  net::Task<Answer> greeting();
  // EHLO with fallback to HELO on 5xx, or LHLO. The answer is the last one's; extensions() are set.
  net::Task<Answer> hello();
  // STARTTLS and handshake; then hello() is due again. Call only if offered.
  net::Task<TlsOutcome> start_tls(std::shared_ptr<const net::TlsContext> context, std::string server_name);
  // Tries mechanisms of the list, best first, until one succeeds or none is left. The client's steps run on `pool`. After
  // a success hello() is due again if the facts have an SSF.
  net::Task<AuthOutcome> authenticate(std::shared_ptr<SaslClient> sasl, std::vector<std::string> mechanisms,
                                      net::BlockingPool& pool);
  // MAIL, RCPT…, DATA, message, final dot. Pipelined where the server allows.
  net::Task<TransactionResult> send(Transaction transaction);
  // RSET, as probe of a cached connection too (`probe`: Timeout.misc).
  net::Task<Answer> reset(bool probe);
  // VERB, VRFY … : any one-line command; timeout Timeout.misc.
  net::Task<Answer> command(std::string line);
  // QUIT, waits for the reply at most Timeout.quit, closes. Never fails.
  net::Task<void> quit();

  bool is_open() const;
  bool is_tls() const;
  const Extensions& extensions() const;
  // First word of the EHLO/HELO reply: equal to $j means mail loops back.
  const std::string& server_name() const;
  bool is_esmtp() const;                  // EHLO (or LHLO) succeeded
  size_t transactions() const;            // so far, for m= of the mailer

  struct State;                           // of smtp/client's own files

 private:
  std::unique_ptr<State> state_;
};

}  // namespace sm::smtp::client
