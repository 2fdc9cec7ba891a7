// Fuzz target: MIME conversion in both directions over bodies of strangers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sendmaild/message/header_parse.h"
#include "sendmaild/message/mime_downgrade.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sm;
  std::string text(reinterpret_cast<const char*>(data), size);
  message::ParsedMessage parsed = message::parse_message(text);
  message::BodyFile body = message::BodyFile::from_text(text.substr(parsed.body_offset));
  message::ConversionContext context;
  context.charset = "unknown-8bit";
  std::string out;
  message::TextSink sink = [&out](std::string_view piece) {
    out.append(piece);
    return Result<void>();
  };
  if (!message::convert_8_to_7(parsed.header, body, context, sink).ok()) abort();
  // Encoding grows text at most threefold, and frames cost a little for each line.
  if (out.size() > 8 * size + 4096) abort();
  if (message::can_convert_7_to_8(parsed.header) && !message::convert_7_to_8(parsed.header, body, context, sink).ok()) abort();
  return 0;
}
