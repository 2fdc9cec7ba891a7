// SessionFilters: smtp/server's questions to mail filters, asked of milter/'s chain; its verdicts become replies and log
// lines, its changes go into the session's envelope and body.
// Diagnostics: "Milter: from=…, reject=…" and the like, at Milter.LogLevel.
#pragma once

#include <memory>
#include <optional>

#include "sendmaild/daemon/session_context.h"
#include "sendmaild/milter/chain.h"
#include "sendmaild/net/blocking_pool.h"
#include "sendmaild/smtp/server/filters.h"

namespace sm::daemon {

// What the role lends to its sessions; outlives them.
struct FilterServices {
  net::EventLoop& loop;
  net::BlockingPool& lookup;
  net::BlockingPool& disk;
};

class SessionFilters final : public smtp::server::Filters, private milter::Host {
 public:
  SessionFilters(std::shared_ptr<SessionContext> context, FilterServices services);

  net::Task<smtp::server::SessionVerdict> connect() override;
  net::Task<smtp::server::SessionVerdict> hello(std::string name) override;
  net::Task<smtp::server::Verdict> sender(std::vector<std::string> arguments) override;
  net::Task<smtp::server::Verdict> recipient(std::vector<std::string> arguments, smtp::Reply refusal) override;
  net::Task<smtp::server::Verdict> data() override;
  net::Task<smtp::server::Verdict> unknown(std::string line) override;
  net::Task<smtp::server::Verdict> message() override;
  net::Task<void> abort() override;
  net::Task<void> quit() override;
  void close() override;

 private:
  // How a stage's verdict is worded.
  struct Wording {
    std::string label;      // in the log: "from=<a@b>"
    smtp::Reply rejection;  // for a plain rejection
    smtp::Reply closing;    // F=4
    std::string about;      // address in front of a filter's own text
  };
  std::optional<std::string> macro(const std::string& name) override;
  void log(int level, log::Priority priority, const std::string& text) override;
  void note(int level, const std::string& text) { log(level, log::Priority::info, text); }
  net::Task<void> look_up();
  smtp::server::SessionVerdict opened(const milter::Verdict& verdict);
  smtp::server::SessionVerdict connected(const milter::Verdict& verdict);
  smtp::server::Verdict answer(const milter::Verdict& verdict, const Wording& wording);
  void set_recipient_macros(const std::string& address, const smtp::Reply& refusal);
  void take_back_recipient();
  smtp::Reply closing_connection() const;

  std::shared_ptr<SessionContext> context_;
  FilterServices services_;
  std::unique_ptr<milter::FilterChain> chain_;   // null: not connected, or the session goes on without
  size_t recipients_before_ = 0;                 // in the envelope when the last was accepted
};

// Null when the port has no filters.
std::shared_ptr<smtp::server::Filters> make_filters(const std::shared_ptr<SessionContext>& context,
                                                    FilterServices services);

}  // namespace sm::daemon
