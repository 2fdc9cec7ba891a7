// Fuzz target: command lines. A verb is never longer than the line, and nothing quoted back can split a reply.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lib/base/text.h"
#include "sendmaild/smtp/base64.h"
#include "sendmaild/smtp/command.h"
#include "sendmaild/smtp/reply.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view line(reinterpret_cast<const char*>(data), size);
  sm::smtp::Command command = sm::smtp::parse_command(line);
  if (command.verb_text.size() + command.argument.size() > size) abort();
  sm::smtp::Reply reply(500, sm::shortened(command.line));
  std::string wire = reply.wire();
  if (wire.find('\n') != wire.size() - 1 || wire.find('\r') != wire.size() - 2) abort();
  sm::smtp::is_http_command(line);
  auto decoded = sm::smtp::base64_decode(line);
  if (decoded && sm::smtp::base64_encode(*decoded).size() != size) abort();
  return 0;
}
