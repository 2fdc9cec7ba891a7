// Packets of the filter protocol: a length of four bytes (most significant first) that counts the command letter and the
// data, the letter, the data.
// Security: reads what a filter sends; a packet longer than kAnswerData is an error before anything is stored.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sm::milter {

struct Packet {
  char command = 0;
  std::string data;
};

std::string frame(char command, std::string_view data);
// Each text with a NUL behind it. A NUL inside a text would end it early, so it is cut there.
std::string strings(std::initializer_list<std::string_view> texts);
void append_string(std::string& data, std::string_view text);
void append_number(std::string& data, uint32_t number);

// Takes data apart: numbers and texts with NULs behind them. A failed take leaves nothing.
class DataReader {
 public:
  explicit DataReader(std::string_view data) : rest_(data) {}
  std::optional<uint32_t> number();
  // Up to the next NUL; nothing when there is none.
  std::optional<std::string> text();
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// From the bytes of a connection to packets.
class PacketReader {
 public:
  void feed(std::string_view bytes) { bytes_ += bytes; }
  // The next whole packet. Once too_long() is true nothing more comes.
  std::optional<Packet> next();
  // The size that a filter claimed, when it is beyond the limit or zero (a packet has at least its letter).
  std::optional<uint32_t> bad_size() const { return bad_size_; }
  // Where reading stands: bytes there are and bytes wanted, of the head (length and letter) or of the data.
  bool in_data() const { return bytes_.size() >= kHead; }
  size_t have() const { return in_data() ? bytes_.size() - kHead : bytes_.size(); }
  size_t want() const;

  static constexpr size_t kHead = 5;

 private:
  std::string bytes_;
  std::optional<uint32_t> bad_size_;
};

// A body on its way to a filter: line ends become CR LF, in packets of up to kPacketData.
class BodyEncoder {
 public:
  void feed(std::string_view text);
  // Data for the next packet, if there is enough for a full one, or (`all`) anything.
  std::optional<std::string> next(bool all);

 private:
  std::string data_;
  bool after_cr_ = false;
};

// A body that comes from a filter in pieces: CR LF becomes '\n', wherever the pieces were cut.
class BodyDecoder {
 public:
  // Converts in place.
  void convert(std::string& piece);
  // A CR that was the last byte of the last piece.
  std::string finish();

 private:
  bool pending_cr_ = false;
};

}  // namespace sm::milter
