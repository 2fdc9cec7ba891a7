// Fuzz target: message data. However the bytes are cut, the decoder sees the same message, and what the encoder sends is
// what the decoder gives back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sendmaild/smtp/dot_stuffing.h"

using namespace sm::smtp;

namespace {

struct Seen {
  std::string text;
  size_t used = 0;
  DotDecoder::State state = DotDecoder::State::more;
};

Seen decode(std::string_view wire, DataRules rules, size_t piece) {
  DotDecoder decoder(rules);
  Seen seen;
  while (seen.state == DotDecoder::State::more && seen.used < wire.size()) {
    size_t consumed = 0;
    seen.state = decoder.feed(wire.substr(seen.used, piece), seen.text, &consumed);
    if (consumed == 0) abort();
    seen.used += consumed;
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  DataRules rules;
  rules.bare_lf = static_cast<BareLineEnd>(data[0] % 3);
  rules.bare_cr = static_cast<BareLineEnd>(data[0] / 3 % 3);
  rules.strict_end = (data[0] & 128) == 0;
  std::string_view wire(reinterpret_cast<const char*>(data + 1), size - 1);
  Seen whole = decode(wire, rules, wire.size() + 1);
  Seen pieces = decode(wire, rules, 1 + data[0] % 7);
  if (whole.text != pieces.text || whole.used != pieces.used || whole.state != pieces.state) abort();

  std::string text = whole.text;
  std::erase(text, '\r');
  std::erase(text, '\0');
  DotEncoder encoder;
  std::string sent;
  encoder.feed(text, sent);
  encoder.finish(sent);
  Seen back = decode(sent, DataRules(), 13);
  if (!text.empty() && text.back() != '\n') text += '\n';
  if (back.state != DotDecoder::State::end || back.used != sent.size() || back.text != text) abort();
  return 0;
}
