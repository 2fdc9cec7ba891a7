// QueueSink: smtp/server's MessageSink over the queue: splits the text into header and body, checks the header through
// rulesets, adds default fields, commits, logs "from=…", wakes the sender.
// Invariant: commit() answers 250 only after MessageStore has made the message durable (or it was discarded on purpose).
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/message/header_parse.h"
#include "sendmaild/smtp/server/message_sink.h"

namespace sm::daemon {

// Called with each message that is to be delivered at once.
using Kick = std::function<void(const queue::QueueLocation& where)>;

class QueueSink final : public smtp::server::MessageSink {
 public:
  QueueSink(std::shared_ptr<SessionContext> context, Kick kick);

  smtp::Reply begin() override;
  smtp::Reply write(const std::string& text) override;
  smtp::Reply complete(const smtp::server::DataFacts& facts) override;
  smtp::Reply commit() override;
  void abort(const smtp::Reply& reply, const smtp::server::DataFacts& facts) override;

 private:
  smtp::Reply write_body(const std::string& text);
  smtp::Reply finish_text();
  void take_header();
  void add_default_header();
  smtp::Reply judge(const smtp::server::DataFacts& facts);
  smtp::Reply queue_message();
  smtp::Reply discard();
  void end_transaction();
  void log_recipients(const std::string& reason) const;
  void log_waiting() const;
  bool deliver_now() const;
  void count_message() const;

  std::shared_ptr<SessionContext> context_;
  Kick kick_;
  std::optional<message::HeaderCollector> collector_;
  bool has_8bit_ = false;
  bool completed_ = false;  // the envelope has its header, and the log its from= line
};

}  // namespace sm::daemon
