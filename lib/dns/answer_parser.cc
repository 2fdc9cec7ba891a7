// See the header.
#include "lib/dns/answer_parser.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <utility>

namespace sm::dns {

namespace {

// Reads a message from front to back; after the first thing that does not fit, everything is empty and ok() false.
class Reader {
 public:
  explicit Reader(std::string_view message) : message_(message) {}

  bool ok() const { return ok_; }
  size_t position() const { return position_; }
  void move_to(size_t position) { position_ = position; }

  uint16_t u16() {
    std::string_view raw = bytes(2);
    return raw.empty() ? uint16_t{0} : static_cast<uint16_t>(byte(raw[0]) << 8 | byte(raw[1]));
  }
  uint32_t u32() {
    uint32_t high = u16();
    return high << 16 | u16();
  }
  std::string_view bytes(size_t count) {
    if (!ok_ || count > message_.size() - position_) {
      ok_ = false;
      return {};
    }
    std::string_view raw = message_.substr(position_, count);
    position_ += count;
    return raw;
  }
  // A domain name, its compression followed; dots and control characters inside labels are written as \DDD.
  std::string name();

 private:
  static unsigned byte(char c) { return static_cast<unsigned char>(c); }
  void append_label(std::string_view label, std::string& text) const;

  std::string_view message_;
  size_t position_ = 0;
  bool ok_ = true;
};

void Reader::append_label(std::string_view label, std::string& text) const {
  if (!text.empty()) text += '.';
  for (char c : label) {
    if (c == '.' || c == '\\' || byte(c) <= 32 || byte(c) >= 127) {
      text += fmt::format("\\{:03}", byte(c));
    } else {
      text += c;
    }
  }
}

std::string Reader::name() {
  std::string text;
  size_t resume = 0;
  // 128 labels and pointers are more than any legal name has.
  for (int steps = 0; steps < 256; steps++) {
    std::string_view length_byte = bytes(1);
    if (!ok_) return {};
    unsigned length = byte(length_byte[0]);
    if (length == 0) {
      if (resume != 0) position_ = resume;
      return text;
    }
    if ((length & 0xc0) == 0xc0) {
      std::string_view low = bytes(1);
      if (!ok_) return {};
      if (resume == 0) resume = position_;
      size_t target = (length & 0x3f) << 8 | byte(low[0]);
      if (target >= message_.size()) break;
      position_ = target;
      continue;
    }
    if ((length & 0xc0) != 0) break;
    append_label(bytes(length), text);
    if (text.size() > 1024) break;
  }
  ok_ = false;
  return {};
}

std::string address_text(int family, std::string_view raw) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (::inet_ntop(family, raw.data(), text.data(), text.size()) == nullptr) return {};
  return text.data();
}

void read_text(Reader& reader, size_t end, Record& record) {
  bool first = true;
  while (reader.ok() && reader.position() < end) {
    std::string_view length = reader.bytes(1);
    if (length.empty()) return;
    std::string_view piece = reader.bytes(static_cast<unsigned char>(length[0]));
    record.value += piece;
    if (std::exchange(first, false)) record.first_text = piece;
  }
}

// The data of one record, which ends at `end`. False when it does not fit its type.
bool read_data(Reader& reader, size_t end, Record& record) {
  size_t length = end - reader.position();
  switch (record.type) {
    case RecordType::a:
      if (length != 4) return false;
      record.value = address_text(AF_INET, reader.bytes(4));
      break;
    case RecordType::aaaa:
      if (length != 16) return false;
      record.value = address_text(AF_INET6, reader.bytes(16));
      break;
    case RecordType::ns:
    case RecordType::cname:
    case RecordType::ptr:
      record.value = reader.name();
      break;
    case RecordType::mx:
    case RecordType::afsdb:
      record.preference = reader.u16();
      record.value = reader.name();
      break;
    case RecordType::srv:
      record.preference = reader.u16();
      record.weight = reader.u16();
      record.port = reader.u16();
      record.value = reader.name();
      break;
    case RecordType::txt:
      read_text(reader, end, record);
      break;
    case RecordType::tlsa:
      for (char c : reader.bytes(length)) record.value += fmt::format("{:02x}", static_cast<unsigned char>(c));
      break;
    default:
      break;
  }
  return reader.ok() && reader.position() <= end;
}

}  // namespace

std::optional<Answer> parse_answer(std::string_view message) {
  Reader reader(message);
  reader.u16();  // id: matched by the resolver library
  uint16_t flags = reader.u16();
  uint16_t questions = reader.u16();
  uint16_t answers = reader.u16();
  reader.u32();  // counts of the sections that are not read
  constexpr uint16_t kNoError = 0;
  constexpr uint16_t kNoSuchName = 3;
  uint16_t code = flags & 0x0f;
  if (!reader.ok() || (code != kNoError && code != kNoSuchName) || answers > kMaxRecords) return std::nullopt;
  for (int i = 0; i < questions; i++) {
    reader.name();
    reader.u32();
    if (!reader.ok()) return std::nullopt;
  }
  Answer answer;
  answer.authenticated = (flags & 0x0020) != 0;
  for (int i = 0; i < answers; i++) {
    Record record;
    record.owner = reader.name();
    record.type = static_cast<RecordType>(reader.u16());
    reader.u16();  // class
    record.ttl = reader.u32();
    size_t length = reader.u16();
    if (!reader.ok() || length > message.size() - reader.position()) return std::nullopt;
    size_t end = reader.position() + length;
    if (!read_data(reader, end, record)) return std::nullopt;
    reader.move_to(end);
    answer.records.push_back(std::move(record));
  }
  answer.kind = code == kNoSuchName ? Answer::Kind::no_domain
                : answers == 0      ? Answer::Kind::no_data
                                    : Answer::Kind::found;
  return answer;
}

}  // namespace sm::dns
