// Conversation: where one filter stands in an SMTP session, without a socket: events become bytes to send, its answers
// become verdicts. One object per filter and session.
// Invariant: a filter hears nothing more of a message that it has decided about, and of abortion only when it has answered
// MAIL.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sendmaild/milter/answer.h"
#include "sendmaild/milter/negotiation.h"

namespace sm::milter {

// The value of a macro, by the name in a macro list; nothing when it is not defined.
using MacroValue = std::function<std::optional<std::string>(const std::string& name)>;

class Conversation {
 public:
  enum class State {
    closed,      // not connected, or quit
    open,        // agreed; between messages, or in one whose MAIL it did not answer
    in_message,
    decided,     // about this message, or it was aborted
    retired      // it wants to hear nothing more in this session
  };

  // `defaults`: the lists of macros for a filter that names none. Outlives the conversation.
  explicit Conversation(const MacroLists& defaults) : defaults_(defaults) {}

  State state() const { return state_; }
  bool has(uint32_t step_bit) const { return agreement_.has(step_bit); }
  bool may(uint32_t action_bit) const { return (agreement_.actions & action_bit) != 0; }

  // What the filter answered to offer(). Error: it cannot be used.
  Result<void> agree(const Packet& answer);

  // Whether the event of this stage concerns the filter now. HELO and MAIL begin anew what was decided.
  bool takes(Stage stage);
  // The bytes for an event: its macros, and the command unless the filter does not want it.
  std::string request(Stage stage, std::string_view data, const MacroValue& macro) const;
  // The macros of an event alone: for a recipient that was refused already.
  std::string macros_only(Stage stage, const MacroValue& macro) const;
  // Whether the filter wants this command, and whether it will answer it.
  bool wants(Stage stage) const;
  bool answers(Stage stage) const { return wants(stage) && !agreement_.has(facts(stage).unanswered_by); }

  // The filter's answer to an event; an event without an answer counts as `proceed`.
  void note(Stage stage, Answer::Kind answer);
  // It wants no more of this body.
  bool body_skipped() const { return body_skipped_; }
  // It accepted the whole session: it can be told to quit.
  bool session_accepted() const { return session_accepted_; }

  // The message is gone. Empty: the filter was not in one.
  std::string abort();
  // Empty: there is nobody to say it to.
  std::string quit();
  // The connection is lost.
  void close() { state_ = State::closed; }

 private:
  const MacroLists& defaults_;
  Agreement agreement_;
  State state_ = State::closed;
  bool body_skipped_ = false;
  bool session_accepted_ = false;
};

}  // namespace sm::milter
