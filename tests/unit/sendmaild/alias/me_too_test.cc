// Senders as members of their lists, as sendmail with MeToo=False has them.
#include "sendmaild/alias/me_too.h"

#include <doctest/doctest.h>

using namespace sm;
using namespace sm::alias;
using State = ExpandedRecipient::State;

TEST_CASE("alias/me_too: the sender leaves what lists made, as long as somebody stays") {
  config::Mailer local;
  struct Entry {
    const char* user;
    State state;
    bool of_list;
    State expected;
  };
  struct Row {
    const char* what;
    std::vector<Entry> entries;
  };
  const Row rows[] = {
      {"a member among others",
       {{"list", State::expanded, false, State::expanded},
        {"lee", State::deliver, true, State::removed},
        {"kim", State::deliver, true, State::deliver}}},
      {"the only one", {{"list", State::expanded, false, State::expanded}, {"lee", State::deliver, true, State::deliver}}},
      {"beside one who is refused",
       {{"list", State::expanded, false, State::expanded},
        {"lee", State::deliver, true, State::deliver},
        {"nobody", State::failed, true, State::failed}}},
      {"named in the envelope",
       {{"lee", State::deliver, false, State::deliver}, {"kim", State::deliver, false, State::deliver}}},
      {"with a backslash",
       {{"list", State::expanded, false, State::expanded},
        {"\\lee", State::deliver, true, State::deliver},
        {"kim", State::deliver, true, State::deliver}}},
      {"with an alias of his own",
       {{"list", State::expanded, false, State::expanded},
        {"lee", State::expanded, true, State::expanded},
        {"kim", State::deliver, true, State::deliver}}},
  };
  rules::ResolvedAddress sender;
  sender.mailer = &local;
  sender.user = "lee";
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<ExpandedRecipient> recipients;
    for (const Entry& entry : row.entries) {
      ExpandedRecipient& recipient = recipients.emplace_back();
      recipient.resolved.mailer = &local;
      recipient.resolved.user = entry.user;
      recipient.state = entry.state;
      if (entry.of_list) recipient.parent = 0;
    }
    leave_out_sender(recipients, sender);
    for (size_t i = 0; i < row.entries.size(); ++i) CHECK(recipients[i].state == row.entries[i].expected);
  }
}
