// Fuzz target: control files of the queue. What can be read is written again and read to the same contents.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sendmaild/queue/qf_read.h"
#include "sendmaild/queue/qf_write.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sm;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  queue::QfParse parsed = queue::parse_qf(text, "qf");
  if (parsed.problem) return 0;
  config::Config config;
  macros::MacroTable table;
  macros::MacroScope outer(table);
  message::Envelope envelope = queue::to_envelope(parsed.contents, "6AM4R8Rk009037", &outer, config);
  queue::QfParse again = queue::parse_qf(queue::format_qf(queue::to_contents(envelope, config)), "qf");
  // Whatever stood in the file, what we write is a good file with as many recipients and fields.
  if (again.problem) abort();
  if (again.contents.recipients.size() != parsed.contents.recipients.size()) abort();
  if (again.contents.headers.size() != parsed.contents.headers.size()) abort();
  return 0;
}
