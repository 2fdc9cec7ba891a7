// What filters may answer to the offer. Complaints are sendmail's.
#include "sendmaild/milter/negotiation.h"

#include <doctest/doctest.h>

namespace sm::milter {
namespace {

using namespace std::string_literals;

std::string triple(uint32_t version, uint32_t actions, uint32_t steps) {
  std::string data;
  append_number(data, version);
  append_number(data, actions);
  append_number(data, steps);
  return data;
}

std::string macro_list(uint32_t number, std::string_view names) {
  std::string data;
  append_number(data, number);
  append_string(data, names);
  return data;
}

}  // namespace

TEST_CASE("milter/negotiation: we offer version 6, all actions and all steps") {
  CHECK(offer() == frame('O', triple(6, 0x1ff, 0x1fffff)));
}

TEST_CASE("milter/negotiation: answers that cannot be accepted are named in the log") {
  struct Row {
    const char* what;
    Packet answer;
    std::string complaint;  // empty: accepted
  };
  const Row rows[] = {
      {"all of it", {'O', triple(6, 0x1ff, 0x1fffff)}, ""},
      {"oldest version", {'O', triple(2, 0x3f, 0x7f)}, ""},
      {"a version of tomorrow", {'O', triple(9, 0, 0)}, ""},
      {"the library's version", {'O', triple(0x01000001, 0, 0)}, ""},
      {"another letter", {'c', ""}, "negotiate: returned c instead of O"},
      {"no data", {'O', ""}, "negotiate: did not return valid info"},
      {"a version alone", {'O', triple(6, 0, 0).substr(0, 4)}, "negotiate: did not return enough info"},
      {"too old", {'O', triple(1, 0, 0)}, "negotiate: version 1 != MTA milter version 16777217"},
      {"too new", {'O', triple(0x01000002, 0, 0)}, "negotiate: version 16777218 != MTA milter version 16777217"},
      {"unknown action", {'O', triple(6, 0xfff, 0)},
       "negotiate: filter abilities 0xfff != MTA milter abilities 0x1ff"},
      {"unknown step", {'O', triple(6, 0, 0xffffffff)},
       "negotiate: protocol abilities 0xffffffff != MTA milter abilities 0x1fffff"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Result<Agreement> agreement = agree(row.answer);
    CHECK(agreement.ok() == row.complaint.empty());
    if (!agreement) CHECK(agreement.error().text == row.complaint);
  }
}

TEST_CASE("milter/negotiation: a filter may name its macros, as far as the lists can be read") {
  auto agreement = agree({'O', triple(6, 0, 0) + macro_list(0, "{client_addr}, j") + macro_list(1, "") +
                                   macro_list(9, "i") + macro_list(5, "i")});
  REQUIRE(agreement.ok());
  CHECK(agreement->macros[0] == std::vector<std::string>{"{client_addr}", "j"});
  CHECK(agreement->macros[1] == std::vector<std::string>{});
  CHECK(!agreement->macros[2]);
  CHECK_MESSAGE(!agreement->macros[5], "behind an unknown list");

  auto unended = agree({'O', triple(6, 0, 0) + "\0\0\0\0i j"s});
  REQUIRE(unended.ok());
  CHECK(unended->macros[0] == std::vector<std::string>{"i", "j"});
  auto cut = agree({'O', triple(6, 0, 0) + "\0\0"s});
  REQUIRE(cut.ok());
  CHECK(!cut->macros[0]);

  std::string many;
  for (int i = 0; i < 60; ++i) many += "i ";
  CHECK(agree({'O', triple(6, 0, 0) + macro_list(3, many)})->macros[3]->size() == 50);
}

}  // namespace sm::milter
