// What a start says about options without effect.
#include "sendmaild/config/idle_options.h"

#include <doctest/doctest.h>

using namespace sm::config;

TEST_CASE("config/idle_options: only what differs from its default is worth a line") {
  Config config;
  CHECK(idle_option_lines(config).empty());
  config.options.match_gecos = true;
  config.options.max_queue_children = 10;
  CHECK(idle_option_lines(config) ==
        std::vector<std::string>{"option MaxQueueChildren accepted, has no effect here: deliveries run in one process",
                                 "option MatchGECOS accepted, has no effect here: full names are not searched"});
}
