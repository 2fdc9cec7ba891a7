// Who leaves an envelope for that of a list's owner, and what the new one keeps of the old.
#include "sendmaild/delivery/split.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"

using namespace sm;
using message::Recipient;

namespace {

Recipient member(const char* address, const char* owner, Recipient::State state = Recipient::State::pending) {
  Recipient recipient;
  recipient.address = address;
  recipient.owner = owner;
  recipient.state = state;
  return recipient;
}

std::string addresses(const message::Envelope& envelope) {
  std::string out = envelope.sender + ":";
  for (const Recipient& recipient : envelope.recipients) out += " " + recipient.address;
  return out;
}

}  // namespace

TEST_CASE("delivery/split: members of a list get the message from its owner") {
  using State = Recipient::State;
  struct Row {
    const char* what;
    std::vector<Recipient> recipients;
    std::string left;
    std::vector<std::string> parts;
  };
  const Row rows[] = {
      {"no lists", {member("kim", ""), member("lee", "")}, "<me@a>: kim lee", {}},
      {"one list", {member("list", "", State::expanded), member("kim", "boss"), member("lee", "boss")}, "<me@a>: list", {"boss: kim lee"}},
      {"two lists and somebody else",
       {member("kim", "boss"), member("park", ""), member("lee", "chief"), member("choi", "boss")},
       "<me@a>: park",
       {"boss: kim choi", "chief: lee"}},
      {"the sender owns the list", {member("kim", "me@a")}, "<me@a>: kim", {}},
      {"who has it stays", {member("kim", "boss", State::delivered), member("lee", "boss", State::duplicate)}, "<me@a>: kim lee", {}},
      {"errors are the owner's business", {member("kim", "boss", State::failed), member("lee", "boss", State::deferred)}, "<me@a>:", {"boss: kim lee"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    macros::MacroTable none;
    macros::MacroScope globals(none);
    message::Envelope envelope(&globals);
    envelope.sender = "<me@a>";
    envelope.sender_user = message::ControllingUser{"me", 7, 7, "<me@a>"};
    envelope.recipients = row.recipients;
    auto parts = delivery::take_owned(envelope);
    CHECK(addresses(envelope) == row.left);
    REQUIRE(parts.size() == row.parts.size());
    for (size_t i = 0; i < parts.size(); ++i) {
      CHECK(addresses(parts[i]) == row.parts[i]);
      CHECK(!parts[i].sender_user);
      CHECK(parts[i].macros.value("g") == parts[i].sender);
    }
  }
}

TEST_CASE("delivery/split: an owner gets no receipts") {
  macros::MacroTable none;
  macros::MacroScope globals(none);
  message::Envelope envelope(&globals);
  envelope.recipients = {member("kim", "boss")};
  envelope.recipients[0].notify.given = envelope.recipients[0].notify.success = envelope.recipients[0].notify.failure = true;
  auto parts = delivery::take_owned(envelope);
  REQUIRE(parts.size() == 1);
  const message::NotifyWish& wish = parts[0].recipients[0].notify;
  CHECK(wish.given);
  CHECK(wish.failure);
  CHECK(!wish.success);
}
