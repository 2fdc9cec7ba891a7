// See the header.
#include "sendmaild/milter/packet.h"

#include "sendmaild/milter/limits.h"

namespace sm::milter {
namespace {

uint32_t number_at(std::string_view bytes) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace

void append_number(std::string& data, uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) data += static_cast<char>(number >> shift & 0xff);
}

void append_string(std::string& data, std::string_view text) {
  data += text.substr(0, text.find('\0'));
  data += '\0';
}

std::string strings(std::initializer_list<std::string_view> texts) {
  std::string data;
  for (std::string_view text : texts) append_string(data, text);
  return data;
}

std::string frame(char command, std::string_view data) {
  std::string bytes;
  bytes.reserve(PacketReader::kHead + data.size());
  append_number(bytes, static_cast<uint32_t>(data.size() + 1));
  bytes += command;
  bytes += data;
  return bytes;
}

std::optional<uint32_t> DataReader::number() {
  if (rest_.size() < 4) {
    rest_ = {};
    return std::nullopt;
  }
  uint32_t number = number_at(rest_);
  rest_.remove_prefix(4);
  return number;
}

std::optional<std::string> DataReader::text() {
  size_t end = rest_.find('\0');
  if (end == std::string_view::npos) {
    rest_ = {};
    return std::nullopt;
  }
  std::string text(rest_.substr(0, end));
  rest_.remove_prefix(end + 1);
  return text;
}

std::optional<Packet> PacketReader::next() {
  if (bad_size_ || bytes_.size() < kHead) return std::nullopt;
  uint32_t size = number_at(bytes_);
  if (size == 0 || size - 1 > kAnswerData) {
    bad_size_ = size;
    return std::nullopt;
  }
  if (have() < want()) return std::nullopt;
  Packet packet;
  packet.command = bytes_[4];
  packet.data = bytes_.substr(kHead, size - 1);
  bytes_.erase(0, kHead + size - 1);
  return packet;
}

size_t PacketReader::want() const { return in_data() ? number_at(bytes_) - 1 : kHead; }

void BodyEncoder::feed(std::string_view text) {
  for (char c : text) {
    if (c == '\n' && !after_cr_) data_ += '\r';
    data_ += c;
    after_cr_ = c == '\r';
  }
}

std::optional<std::string> BodyEncoder::next(bool all) {
  if (data_.empty() || (!all && data_.size() < kPacketData)) return std::nullopt;
  std::string piece = data_.substr(0, kPacketData);
  data_.erase(0, piece.size());
  return piece;
}

void BodyDecoder::convert(std::string& piece) {
  if (pending_cr_ && !piece.empty()) {
    pending_cr_ = false;
    if (piece.front() != '\n') piece.insert(piece.begin(), '\r');
  }
  size_t to = 0;
  for (size_t from = 0; from < piece.size(); ++from) {
    if (piece[from] == '\r') {
      if (from + 1 == piece.size()) {
        pending_cr_ = true;
        continue;
      }
      if (piece[from + 1] == '\n') continue;
    }
    piece[to++] = piece[from];
  }
  piece.resize(to);
}

std::string BodyDecoder::finish() {
  std::string rest = pending_cr_ ? "\r" : "";
  pending_cr_ = false;
  return rest;
}

}  // namespace sm::milter
