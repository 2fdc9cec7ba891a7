// MemoryStream: a scripted peer in lock-step. Input comes in turns: the next turn becomes readable only when a read finds
// nothing left of the one before, so has_input() is true exactly while a turn has bytes left (a pipelining peer), and a
// turn per line is a peer that waits for replies. After the last turn the input ends.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "sendmaild/net/stream.h"

namespace sm::test {

class MemoryStream final : public net::Stream {
 public:
  // What the stream did, kept outside of it because the session owns the stream. Outlives it.
  struct Record {
    std::string output;             // everything written
    std::vector<std::string> log;   // "< turn" and "> written" in order, for failure messages
    bool closed = false;
    bool time_out_at_end = false;   // set before: a read after the last turn passes its deadline instead of ending
    bool early_input = false;       // set before: the first turn is there at once (a client that talks first)
    bool tls_started = false;
  };

  MemoryStream(Record& record, std::vector<std::string> turns);

  net::Task<std::string> read_some() override;
  net::Task<void> write(std::string bytes) override;
  net::Task<bool> wait_input(std::chrono::milliseconds patience) override;
  bool has_input() override;
  void set_deadline(std::chrono::milliseconds) override {}
  // Succeeds at once; the bytes stay plain.
  net::Task<net::TlsFacts> start_tls(std::shared_ptr<const net::TlsContext> context, std::string server_name) override;
  void close() override;

 private:
  Record& record_;
  std::deque<std::string> turns_;
  std::string readable_;
};

}  // namespace sm::test
