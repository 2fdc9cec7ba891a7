// Reply texts of filters as clients hear them.
#include "sendmaild/daemon/filter_reply.h"

#include <doctest/doctest.h>

namespace sm::daemon {

TEST_CASE("daemon/filter_reply: one code, an address where sendmail has one, no doubled percent signs") {
  struct Row {
    const char* what;
    std::string text;
    std::string about;
    std::string wire;
  };
  const Row rows[] = {
      {"as it is", "554 5.7.1 No", "<a@b>", "554 5.7.1 No\r\n"},
      {"about an address", "550 5.7.1 No", "<a@b>", "550 5.7.1 <a@b>... No\r\n"},
      {"about none", "550 5.7.1 No", "", "550 5.7.1 No\r\n"},
      {"no enhanced code", "451 later", "", "451 4.0.0 later\r\n"},
      {"percent", "450 4.2.2 100%% full", "", "450 4.2.2 100% full\r\n"},
      {"lines", "550-5.7.1 one\r\n550 5.7.1 two", "<a@b>", "550-5.7.1 <a@b>... one\r\n550 5.7.1 two\r\n"},
      {"lines with other codes", "550-5.7.1 one\r\n250 2.0.0 fine\r\n", "", "550-5.7.1 one\r\n550 5.7.1 fine\r\n"},
      {"a line that would end the reply", "550 5.7.1 one\nQUIT", "", "550-5.7.1 one\r\n550 5.7.1 QUIT\r\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(filter_reply(row.text, row.about).wire() == row.wire);
  }
}

}  // namespace sm::daemon
