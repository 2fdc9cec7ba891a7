// MessageEditor: a complete message of a session, as mail filters read and change it: header in memory, body in the store,
// recipients and sender through the rulesets.
// Diagnostics: "Milter (NAME) add: header: …", "Milter (NAME) add: rcpt: …", "milter=NAME, quarantine=…".
#pragma once

#include <functional>
#include <memory>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/milter/filter.h"
#include "sendmaild/milter/packet.h"
#include "sendmaild/net/blocking_pool.h"

namespace sm::daemon {

class MessageEditor final : public milter::Message {
 public:
  using Log = std::function<void(int level, const std::string& text)>;
  // The pools outlive the editor.
  MessageEditor(std::shared_ptr<SessionContext> context, net::BlockingPool& lookup, net::BlockingPool& disk, Log log);
  ~MessageEditor() override;
  MessageEditor(const MessageEditor&) = delete;
  MessageEditor& operator=(const MessageEditor&) = delete;

  std::vector<Header> headers() const override;
  net::Task<Result<std::string>> read_body(int64_t offset, size_t limit) override;
  net::Task<Result<void>> apply(std::string filter, milter::Change change) override;
  net::Task<Result<void>> finish_body() override;

 private:
  void edit_header(const std::string& filter, const milter::Change& change);
  net::Task<Result<void>> replace_body(std::string filter, std::string piece);
  void quarantine(const std::string& filter, const std::string& reason);

  std::shared_ptr<SessionContext> context_;
  net::BlockingPool& lookup_;
  net::BlockingPool& disk_;
  Log log_;
  // The new body that a filter is sending.
  std::string replacing_filter_;
  milter::BodyDecoder decoder_;
};

}  // namespace sm::daemon
