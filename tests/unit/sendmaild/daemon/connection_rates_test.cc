// Rates over a sliding window.
#include "sendmaild/daemon/connection_rates.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace sm::daemon;
using std::chrono::seconds;

TEST_CASE("daemon/connection_rates: connections leave the window when it has passed them") {
  struct Step {
    int at;  // seconds
    const char* client;
    int client_rate;
    int total_rate;
  };
  const std::vector<Step> steps = {
      {600, "a", 1, 1}, {600, "a", 2, 2}, {601, "b", 1, 3},  {655, "a", 3, 4},
      {661, "a", 2, 2}, {661, "b", 1, 3}, {1000, "a", 1, 1}, {5000, "b", 1, 1},
  };
  ConnectionRates rates(seconds(60));
  for (const Step& step : steps) {
    CAPTURE(step.at);
    CAPTURE(step.client);
    ConnectionRates::Rates found = rates.count(step.client, ConnectionRates::TimePoint(seconds(step.at)));
    CHECK(found.client == step.client_rate);
    CHECK(found.total == step.total_rate);
  }
}

TEST_CASE("daemon/connection_rates: the window is the option's") {
  ConnectionRates rates(seconds(6));
  CHECK(rates.count("a", ConnectionRates::TimePoint(seconds(100))).client == 1);
  CHECK(rates.count("a", ConnectionRates::TimePoint(seconds(105))).client == 2);
  CHECK(rates.count("a", ConnectionRates::TimePoint(seconds(107))).client == 2);
  ConnectionRates none(seconds(0));
  CHECK(none.count("a", ConnectionRates::TimePoint(seconds(100))).client == 1);
}
