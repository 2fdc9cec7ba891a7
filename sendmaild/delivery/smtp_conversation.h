// One connection to a server and the transaction of one batch on it: greeting, EHLO, STARTTLS, AUTH, MAIL to the final
// dot, with the rulesets that have a say (try_tls, tls_server, tls_rcpt). Runs on a delivery thread; the wire does the
// talking.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/kept_connection.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::delivery {

struct ConversationParts {
  const Site* site = nullptr;
  Wire* wire = nullptr;
  std::shared_ptr<const net::TlsContext> tls;     // null: no STARTTLS
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
  std::optional<Outcome> start_tls();
  std::optional<Outcome> judge_tls(const std::string& verify);
  std::optional<Outcome> loops_back();
  smtp::client::Transaction transaction(const std::vector<size_t>& which, std::unique_ptr<message::MessageText> text);
  Outcomes results(const smtp::client::TransactionResult& result, const std::vector<size_t>& which);
  void place_in_transcript(const std::string& reply, const std::string& line);

  ConversationParts parts_;
  Batch& batch_;
  ServerId server_;
  std::unique_ptr<smtp::client::Dialogue> dialogue_;
  std::shared_ptr<LineListener> listener_ = std::make_shared<LineListener>();
  std::string last_sent_, last_reply_;
  bool introduced_ = false;       // "... while talking to" is in the transcript
  bool sent_noted_ = false;       // last_sent_ is in the transcript
  bool shutting_down_ = false;    // the server said 421
};

}  // namespace sm::delivery
