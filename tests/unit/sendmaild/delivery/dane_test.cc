// When DANE has a say, and with which records.
#include "sendmaild/delivery/dane.h"

#include <doctest/doctest.h>

#include "tests/support/fake_resolver.h"

using namespace sm::delivery;
using sm::config::Dane;
using State = DaneRecords::State;

namespace {

const char kZone[] = R"(
_25._tcp.good.test TLSA 0301010102
_25._tcp.good.test SECURE
_587._tcp.good.test TLSA 020100ff
_587._tcp.good.test SECURE
_25._tcp.many.test TLSA 0301010102
_25._tcp.many.test TLSA 020001AABB
_25._tcp.many.test TLSA 0101010102
_25._tcp.many.test SECURE
_25._tcp.unsigned.test TLSA 0301010102
_25._tcp.foreign.test TLSA 0001010102
_25._tcp.foreign.test TLSA 0302010102
_25._tcp.foreign.test TLSA 0301090102
_25._tcp.foreign.test TLSA 030101
_25._tcp.foreign.test TLSA 03010
_25._tcp.foreign.test TLSA 03zz010102
_25._tcp.foreign.test SECURE
_25._tcp.broken.test SERVFAIL
_25._tcp.alias.test CNAME _25._tcp.good.test
_25._tcp.alias.test SECURE
)";

}  // namespace

TEST_CASE("delivery/dane: records count where everything was validated") {
  sm::test::FakeResolver resolver(kZone);
  const struct {
    const char* what;
    const char* server;
    uint16_t port;
    Dane option;
    bool validated;
    State state;
    size_t records;
  } cases[] = {
      {"off", "good.test.", 25, Dane::no, true, State::none, 0},
      {"on", "good.test.", 25, Dane::yes, true, State::must, 1},
      {"the name is anybody's", "good.test.", 25, Dane::yes, false, State::none, 0},
      {"the name is anybody's, which does not matter", "good.test.", 25, Dane::always, false, State::must, 1},
      {"another port", "good.test.", 587, Dane::yes, true, State::must, 1},
      {"usages of the web are left out", "many.test.", 25, Dane::yes, true, State::must, 2},
      {"records that nobody signed", "unsigned.test.", 25, Dane::always, true, State::none, 0},
      {"nothing that can be used", "foreign.test.", 25, Dane::yes, true, State::none, 0},
      {"no records", "other.test.", 25, Dane::yes, true, State::none, 0},
      {"could not ask", "broken.test.", 25, Dane::yes, true, State::later, 0},
      {"could not ask, and need not", "broken.test.", 25, Dane::yes, false, State::none, 0},
      {"by another name", "alias.test.", 25, Dane::yes, true, State::must, 1},
  };
  for (const auto& test : cases) {
    CAPTURE(test.what);
    DaneRecords found = look_up_dane(resolver, test.option, test.server, test.port, test.validated);
    CHECK(found.state == test.state);
    CHECK(found.records.size() == test.records);
  }
  DaneRecords found = look_up_dane(resolver, Dane::yes, "many.test.", 25, true);
  CHECK(found.name == "many.test");
  REQUIRE(found.records.size() == 2);
  CHECK(found.records[1].usage == 2);
  CHECK(found.records[1].selector == 0);
  CHECK(found.records[1].matching == 1);
  CHECK(found.records[1].data == "\xAA\xBB");
}
