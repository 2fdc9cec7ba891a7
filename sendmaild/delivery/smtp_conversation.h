// One connection to a server and the transaction of one batch on it: greeting, EHLO, STARTTLS, AUTH, MAIL to the final
// dot, with the rulesets that have a say (smtp_tls.h, smtp_auth.h). Runs on a delivery thread; the wire does the
// talking.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/kept_connection.h"
#include "sendmaild/delivery/site_sasl.h"
#include "sendmaild/delivery/smtp_session.h"
#include "sendmaild/delivery/smtp_tls.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::delivery {

struct ConversationParts {
  const Site* site = nullptr;
  Wire* wire = nullptr;
  TlsPlan tls;
  SharedSasl* sasl = nullptr;
  std::function<void(const std::string&)> verbose;
  bool lmtp = false;
};

class SmtpConversation {
 public:
  SmtpConversation(ConversationParts parts, Batch& batch, ServerId server);
  ~SmtpConversation();

  // Takes over a fresh connection, up to and with EHLO after TLS. Nothing: ready for send(); else why not.
  std::optional<Outcome> open(std::unique_ptr<net::Stream> stream);
  // Goes on with a connection that an earlier message left. False: it is no use any more.
  bool resume(KeptConnection connection);
  // The transaction for the recipients with these indices of the batch; outcomes in the same order.
  Outcomes send(const std::vector<size_t>& which);
  // open() failed over the handshake alone: another connection in the clear may do.
  bool handshake_failed() const { return handshake_failed_; }
  // Gives the connection away, for another message; nothing when the server does not want one.
  std::optional<KeptConnection> release();
  // QUIT, or silence when the connection is gone.
  void close();
  // "ESMTP", "SMTP" or "LMTP".
  const char* protocol() const;
  // The last line of the latest reply.
  const std::string& last_reply() const { return last_reply_; }

 private:
  smtp::client::DialogueOptions dialogue_options();
  void listen();
  void note(smtp::client::DialogueOptions::Direction direction, const std::string& line);
  std::optional<Outcome> say_hello();
  // STARTTLS and AUTH, each with EHLO after it where that is due.
  std::optional<Outcome> secure();
  SmtpSession session() { return {*parts_.site, *parts_.wire, batch_, server_, *dialogue_}; }
  std::optional<Outcome> loops_back();
  // send() for those that tls_rcpt has nothing against.
  Outcomes transact(const std::vector<size_t>& which);
  smtp::client::Transaction transaction(const std::vector<size_t>& which, std::unique_ptr<message::MessageText> text);
  Outcomes results(const smtp::client::TransactionResult& result, const std::vector<size_t>& which);
  void place_in_transcript(const std::string& reply, const std::string& line);

  ConversationParts parts_;
  Batch& batch_;
  ServerId server_;
  std::unique_ptr<smtp::client::Dialogue> dialogue_;
  std::shared_ptr<LineListener> listener_ = std::make_shared<LineListener>();
  std::string last_sent_, last_reply_;
  bool ready_ = false;            // for a transaction: nobody had anything against the server
  bool authenticated_ = false;
  bool handshake_failed_ = false;
  bool introduced_ = false;       // "... while talking to" is in the transcript
  bool sent_noted_ = false;       // last_sent_ is in the transcript
  bool shutting_down_ = false;    // the server said 421
};

}  // namespace sm::delivery
