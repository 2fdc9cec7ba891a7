// The price of noise doubles.
#include "sendmaild/smtp/server/abuse.h"

#include <doctest/doctest.h>

using namespace sm::smtp::server;

TEST_CASE("smtp/server/abuse: free up to the limit, then 1, 2, 4 … 240 seconds") {
  NoiseCounter counter(3);
  const long expected[] = {0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 240, 240};
  size_t n = 0;
  for (long seconds : expected) {
    CHECK(counter.count().count() == seconds);
    CHECK(counter.just_reached() == (++n == 3));
    CHECK(counter.is_excessive() == (n >= 6));
  }
  NoiseCounter unlimited(0);
  for (int i = 0; i < 1000; ++i) CHECK(unlimited.count().count() == 0);
}
