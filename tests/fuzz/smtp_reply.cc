// Fuzz target: replies of servers, and the texts of rulesets and filters that become replies.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lib/base/text.h"
#include "sendmaild/smtp/client/answer.h"
#include "sendmaild/smtp/extensions.h"
#include "sendmaild/smtp/reply.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  sm::smtp::client::ReplyParser parser(size % 2 == 0);
  sm::smtp::Extensions extensions;
  for (std::string_view line : sm::split(text, '\n')) {
    if (!parser.feed(line)) continue;
    sm::smtp::client::Answer answer = parser.take();
    if (!answer.is_reply() || answer.code < 100 || answer.code > 999) abort();
    for (const std::string& part : answer.lines) sm::smtp::add_extension(part, extensions);
  }
  sm::smtp::extension_lines(extensions);
  std::string wire = sm::smtp::reply_from_text(text, 550).wire();
  if (wire.find('\n') != wire.size() - 1 || wire.find('\r') != wire.size() - 2) abort();
  return 0;
}
