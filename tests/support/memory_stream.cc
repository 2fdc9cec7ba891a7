// See the header.
#include "tests/support/memory_stream.h"

#include <cerrno>
#include <utility>

namespace sm::test {

MemoryStream::MemoryStream(Record& record, std::vector<std::string> turns)
    : record_(record), turns_(turns.begin(), turns.end()) {
  if (!record_.early_input || turns_.empty()) return;
  readable_ = turns_.front();
  turns_.pop_front();
}

net::Task<std::string> MemoryStream::read_some() {
  if (record_.closed) throw net::StreamError("closed", ECANCELED);
  if (readable_.empty() && !turns_.empty()) {
    readable_ = turns_.front();
    turns_.pop_front();
  }
  if (readable_.empty() && record_.time_out_at_end) throw net::DeadlinePassed();
  record_.log.push_back("< " + readable_);
  co_return std::exchange(readable_, std::string());
}

net::Task<void> MemoryStream::write(std::string bytes) {
  if (record_.closed) throw net::StreamError("closed", ECANCELED);
  record_.log.push_back("> " + bytes);
  record_.output += bytes;
  co_return;
}

net::Task<bool> MemoryStream::wait_input(std::chrono::milliseconds) { co_return has_input(); }

bool MemoryStream::has_input() { return !readable_.empty(); }

net::Task<net::TlsFacts> MemoryStream::start_tls(std::shared_ptr<const net::TlsContext>, std::string) {
  record_.tls_started = true;
  net::TlsFacts facts;
  facts.version = "TLSv1.3";
  facts.cipher = "TEST";
  facts.cipher_bits = facts.algorithm_bits = 256;
  co_return facts;
}

void MemoryStream::close() { record_.closed = true; }

}  // namespace sm::test
