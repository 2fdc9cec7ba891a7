// quoted-printable and base64 (RFC 2045 §6.7, 6.8), incremental over pieces of any size.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sm::message {

// Base64 with 72 characters a line; '\n' is encoded as CRLF (text). finish() writes the rest and the padding.
class Base64Encoder {
 public:
  void feed(std::string_view text, std::string& output);
  void finish(std::string& output);

 private:
  void put(unsigned char byte, std::string& output);
  void group(std::string& output);

  std::array<unsigned char, 3> pending_{};
  size_t count_ = 0;
  size_t column_ = 0;
  bool after_cr_ = false;
};

// Quoted-printable; an unterminated last line gets its line end. `escape_from`: a line's "From " is hidden (F=E); `safe_for_ebcdic`: F=3.
class QuotedPrintableEncoder {
 public:
  QuotedPrintableEncoder(bool escape_from, bool safe_for_ebcdic) : escape_from_(escape_from), ebcdic_(safe_for_ebcdic) {}
  void feed(std::string_view text, std::string& output);
  void finish(std::string& output);

 private:
  void line(std::string_view content, std::string& output);

  bool escape_from_, ebcdic_;
  std::string line_;
};

// Decoders for delivery to 8-bit places; lenient, as sendmail's: what is no code is skipped (base64) or kept (QP).
class Base64Decoder {
 public:
  void feed(std::string_view text, std::string& output);

 private:
  uint32_t bits_ = 0;
  int count_ = 0;
  bool ended_ = false;
};

// Lines must be whole: feed text in pieces of complete lines, the last may be unterminated.
class QuotedPrintableDecoder {
 public:
  void feed(std::string_view text, std::string& output);
};

}  // namespace sm::message
