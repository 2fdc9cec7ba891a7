// A filter on a local socket that answers from a table, on the loop of the test.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sendmaild/milter/packet.h"
#include "sendmaild/net/event_loop.h"
#include "sendmaild/net/listener.h"
#include "tests/support/scratch_folder.h"

namespace sm::test {

class ScriptedFilter {
 public:
  // By command letter: the bytes that answer it; "close", "silence" and "stall" (no further
  // command is read) are no bytes. Letters without an entry get 'c'.
  using Answers = std::map<char, std::string>;
  ScriptedFilter(net::EventLoop& loop, const std::string& path, Answers answers, uint32_t actions = 0x1ff,
                 uint32_t steps = 0);

  std::string letters;                   // of all commands that came
  std::vector<std::string> data;         // theirs
 private:
  net::Task<void> serve();

  net::EventLoop& loop_;
  Answers answers_;
  net::Listener listener_;
};

}  // namespace sm::test
