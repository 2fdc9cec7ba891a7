// How recipients are divided among queue groups, and no envelope gets more of them than r= allows.
#include "sendmaild/delivery/queue_choice.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"

using namespace sm;
using message::Recipient;

namespace {

// "slow:kim" is a recipient for group slow; a '*' behind it: it has the message already.
Recipient recipient(const std::string& text) {
  Recipient out;
  out.address = text;
  if (out.address.ends_with('*')) out.state = Recipient::State::delivered;
  return out;
}

std::string addresses(const message::Envelope& envelope) {
  std::string out = envelope.queue_group + " =";
  for (const Recipient& one : envelope.recipients) out += " " + one.address.substr(one.address.find(':') + 1);
  return out;
}

}  // namespace

TEST_CASE("delivery/queue_choice: an envelope for each group, and no more recipients than it may have") {
  struct Row {
    const char* what;
    int own_limit, slow_limit;
    std::vector<std::string> recipients;
    std::string left;
    std::vector<std::string> parts;
  };
  const Row rows[] = {
      {"all in their group", 0, 0, {"mqueue:a", "mqueue:b"}, "mqueue = a b", {}},
      {"two groups", 0, 0, {"mqueue:a", "slow:b", "mqueue:c", "slow:d"}, "mqueue = a c", {"slow = b d"}},
      {"all in another group", 0, 0, {"slow:a", "slow:b"}, "mqueue =", {"slow = a b"}},
      {"too many for one", 2, 0, {"mqueue:a", "mqueue:b", "mqueue:c", "mqueue:d", "mqueue:e"}, "mqueue = a b", {"mqueue = c d", "mqueue = e"}},
      {"of one group", 0, 1, {"slow:a", "mqueue:b", "slow:c"}, "mqueue = b", {"slow = a", "slow = c"}},
      {"case does not matter", 0, 0, {"MQueue:a"}, "mqueue = a", {}},
      {"who has it does not count", 1, 0, {"mqueue:a*", "mqueue:b", "mqueue:c"}, "mqueue = a* b", {"mqueue = c"}},
      {"nor goes anywhere", 0, 0, {"slow:a*"}, "mqueue = a*", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    macros::MacroTable none;
    macros::MacroScope globals(none);
    message::Envelope envelope(&globals);
    envelope.queue_group = "mqueue";
    for (const std::string& text : row.recipients) envelope.recipients.push_back(recipient(text));
    auto parts = delivery::divide(envelope, [&](const Recipient& one) {
      std::string name = one.address.substr(0, one.address.find(':'));
      return delivery::GroupLimit{name, name == "slow" ? row.slow_limit : row.own_limit};
    });
    CHECK(addresses(envelope) == row.left);
    REQUIRE(parts.size() == row.parts.size());
    for (size_t i = 0; i < parts.size(); ++i) CHECK(addresses(parts[i]) == row.parts[i]);
  }
}
