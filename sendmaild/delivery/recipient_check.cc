// See the header. Invariant: "no" is said only when every source was asked and had an answer.
// The address counts as good when anything it stands for can be delivered or is still to be asked for.
#include "sendmaild/delivery/recipient_check.h"

namespace sm::delivery {

Existence check_recipient(const alias::Expander& expander, const std::string& address, rules::RewriteContext& context) {
  using State = alias::ExpandedRecipient::State;
  alias::ExpandContext expand;
  expand.macros = context.macros;
  expand.queue_id = context.queue_id;
  expand.delivery_mode = context.delivery_mode;
  Existence existence;
  bool good = false, later = false;
  const alias::ExpandedRecipient* bad = nullptr;
  auto found = expander.expand({address}, alias::ExpandFor::verification, expand);
  for (const alias::ExpandedRecipient& recipient : found) {
    switch (recipient.state) {
      case State::deliver: case State::verified: case State::removed: good = true; break;
      case State::deferred: later = true; break;
      case State::failed: if (bad == nullptr) bad = &recipient; break;
      case State::expanded: case State::duplicate: break;
    }
  }
  if (good || bad == nullptr) {
    existence.kind = later && !good ? Existence::Kind::later : Existence::Kind::yes;
    return existence;
  }
  existence.kind = later ? Existence::Kind::later : Existence::Kind::no;
  existence.reply_code = bad->reply_code;
  existence.enhanced = bad->enhanced;
  existence.text = bad->text;
  return existence;
}

}  // namespace sm::delivery
