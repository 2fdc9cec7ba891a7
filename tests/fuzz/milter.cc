// Fuzz target: what mail filters send. The input is a connection: the first packet is the answer to the offer, the others
// answer the stages in turn. Bounds hold, texts that go on are what replies need, bodies only shrink.
#include <cstdint>
#include <cstdlib>

#include "sendmaild/milter/conversation.h"
#include "sendmaild/milter/limits.h"

namespace {

using namespace sm::milter;

std::optional<std::string> echo(const std::string& name) { return name; }

void check_answer(Stage stage, Packet packet, BodyDecoder& decoder) {
  size_t size = packet.data.size();
  Answer answer = parse_answer(stage, std::move(packet));
  if (answer.kind == Answer::Kind::reply) {
    if (answer.text.size() < 3 || (answer.text[0] != '4' && answer.text[0] != '5')) abort();
    if (without_doubled_percent(answer.text).size() > answer.text.size()) abort();
  }
  if (answer.kind != Answer::Kind::change) return;
  if (stage != Stage::end_of_message || right_for(answer.change.kind).action == 0) abort();
  if (answer.change.kind != Change::Kind::replace_body) {
    if (answer.change.name.find('\0') != std::string::npos) abort();
    return;
  }
  // A CR that was held back may come in front.
  decoder.convert(answer.change.value);
  if (answer.change.value.size() > size + 1) abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const MacroLists kNone;
  PacketReader reader;
  Conversation conversation(kNone);
  BodyDecoder decoder;
  size_t count = 0;
  while (!bytes.empty()) {
    size_t cut = std::min<size_t>(bytes.size(), 1 + static_cast<unsigned char>(bytes[0]) % 16);
    reader.feed(bytes.substr(0, cut));
    bytes.remove_prefix(cut);
    while (auto packet = reader.next()) {
      if (packet->data.size() > kAnswerData) abort();
      if (count == 0 && conversation.agree(*packet)) static_cast<void>(conversation.macros_only(Stage::mail, echo));
      check_answer(static_cast<Stage>(count++ % kStageCount), *std::move(packet), decoder);
    }
  }
  return 0;
}
