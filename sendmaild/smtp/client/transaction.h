// One mail transaction of the client: what to send, and what became of it, recipient by recipient.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sendmaild/net/task.h"
#include "sendmaild/smtp/client/answer.h"

namespace sm::smtp::client {

// The message's text, piece by piece. Line ends are '\n'; the dialogue makes them CRLF and stuffs dots.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // The next piece, of any size; empty at the end. An exception means the message cannot be read: the connection is
  // closed without the final dot.
  virtual net::Task<std::string> next() = 0;
};

struct OutgoingRecipient {
  std::string path;          // without angle brackets
  std::string notify;        // "SUCCESS,FAILURE": sent if the server does DSN; empty: none
  std::string orcpt;         // "rfc822;xtext"; the same
};

struct Transaction {
  std::string sender;        // without angle brackets; empty for <>
  uint64_t size = 0;         // sent as SIZE= when offered and not 0
  std::string body;          // "8BITMIME" or "7BIT": sent when offered; empty: none
  std::string ret;           // "HDRS" or "FULL"
  std::string envelope_id;   // xtext
  std::string auth;          // AUTH= value; empty: none
  std::string deliver_by;    // BY= value; empty: none
  bool smtputf8 = false;
  std::vector<OutgoingRecipient> recipients;
  std::shared_ptr<BodySource> source;
};

struct RecipientResult {
  Phase phase = Phase::rcpt; // where its fate was decided
  Answer answer;             // of that phase: kind none if the transaction failed before
};

struct TransactionResult {
  // The whole transaction failed at `phase` with `answer` (MAIL refused, DATA refused, lost connection, final dot
  // refused); otherwise phase is final_dot and answer its reply. Recipients that were refused on their own have their own
  // answers; with LMTP every accepted one has its own final answer.
  Phase phase = Phase::mail;
  Answer answer;
  std::vector<RecipientResult> recipients;  // in the order of Transaction::recipients
  bool accepted_any = false;                // at least one recipient's message was accepted at the end
};

}  // namespace sm::smtp::client
