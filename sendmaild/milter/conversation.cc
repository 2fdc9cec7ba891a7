// See the header.
#include "sendmaild/milter/conversation.h"

namespace sm::milter {

Result<void> Conversation::agree(const Packet& answer) {
  Result<Agreement> agreement = milter::agree(answer);
  if (!agreement) return std::move(agreement).error();
  agreement_ = *std::move(agreement);
  state_ = State::open;
  return {};
}

bool Conversation::takes(Stage stage) {
  switch (stage) {
    case Stage::helo: case Stage::mail:
      if (state_ == State::decided) state_ = State::open;
      body_skipped_ = false;
      return state_ == State::open;
    case Stage::connect: return state_ == State::open;
    default: return state_ == State::open || state_ == State::in_message;
  }
}

bool Conversation::wants(Stage stage) const {
  const StageFacts& stage_facts = facts(stage);
  return !agreement_.has(stage_facts.skipped_by) && agreement_.version >= static_cast<uint32_t>(stage_facts.oldest_version);
}

std::string Conversation::macros_only(Stage stage, const MacroValue& macro) const {
  int number = facts(stage).macro_list;
  if (number < 0) return {};
  auto list = static_cast<size_t>(number);
  const std::vector<std::string>& names = agreement_.macros[list] ? *agreement_.macros[list] : defaults_[list];
  if (names.empty()) return {};
  std::string data(1, facts(stage).command);
  for (const std::string& name : names) {
    std::optional<std::string> value = macro(name);
    if (!value) continue;
    append_string(data, name);
    append_string(data, *value);
  }
  return frame(kMacros, data);
}

std::string Conversation::request(Stage stage, std::string_view data, const MacroValue& macro) const {
  std::string bytes = macros_only(stage, macro);
  if (wants(stage)) bytes += frame(facts(stage).command, data);
  return bytes;
}

void Conversation::note(Stage stage, Answer::Kind answer) {
  using Kind = Answer::Kind;
  bool during_text = stage >= Stage::header;
  switch (answer) {
    case Kind::proceed:
      if (stage == Stage::mail && answers(stage)) state_ = State::in_message;
      if (stage == Stage::end_of_message) state_ = State::decided;
      return;
    case Kind::skip:
      // libmilter has it for bodies alone; whoever says it before there is a message has heard enough for good.
      if (during_text) body_skipped_ = true;
      if (!during_text) state_ = State::retired;
      return;
    case Kind::accept:
      session_accepted_ = stage == Stage::connect || stage == Stage::helo;
      state_ = session_accepted_ ? State::retired : State::decided;
      return;
    case Kind::reject: case Kind::tempfail: case Kind::discard: case Kind::reply:
      if (during_text) state_ = State::decided;
      return;
    case Kind::progress: case Kind::change: case Kind::unknown: return;
  }
}

std::string Conversation::abort() {
  if (state_ != State::in_message) return {};
  state_ = State::decided;
  return frame(kAbort, {});
}

std::string Conversation::quit() {
  if (state_ == State::closed) return {};
  state_ = State::closed;
  return frame(kQuit, {});
}

}  // namespace sm::milter
