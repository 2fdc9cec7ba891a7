// Fuzz target: answers of name servers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lib/dns/answer_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto answer = sm::dns::parse_answer({reinterpret_cast<const char*>(data), size});
  if (answer && answer->records.size() > sm::dns::kMaxRecords) abort();
  return 0;
}
