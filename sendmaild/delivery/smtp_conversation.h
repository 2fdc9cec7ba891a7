// One connection to a server and the transaction of one batch on it: greeting, EHLO, STARTTLS, AUTH, MAIL to the final
// dot, with the rulesets that have a say (try_tls, tls_server, tls_rcpt). Runs on a delivery thread; the wire does the
// talking.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/delivery/batch.h"
#include "sendmaild/delivery/wire.h"
#include "sendmaild/net/tls_context.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::delivery {

struct ServerId {
  std::string name;       // as in the log: "mail.daum.net.", "[10.0.2.200]"
  std::string address;    // "10.0.2.200"; empty for local sockets and pipes

  std::string relay() const { return address.empty() ? name : name + " [" + address + "]"; }
};

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
  // The transaction for the recipients with these indices of the batch; outcomes in the same order.
  Outcomes send(const std::vector<size_t>& which);
  // QUIT, or silence when the connection is gone.
  void close();

 private:
  smtp::client::DialogueOptions dialogue_options();
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
  std::string last_sent_;
  bool introduced_ = false;       // "... while talking to" is in the transcript
  bool sent_noted_ = false;       // last_sent_ is in the transcript
};

}  // namespace sm::delivery
