// Framing and data of filter packets.
#include "sendmaild/milter/packet.h"

#include <doctest/doctest.h>

#include <vector>

#include "sendmaild/milter/limits.h"

namespace sm::milter {

using namespace std::string_literals;

TEST_CASE("milter/packet: a packet is framed by a length that counts its letter") {
  CHECK(frame('T', "") == "\0\0\0\1T"s);
  CHECK(frame('H', strings({"client.test"})) == "\0\0\0\x0dHclient.test\0"s);
  std::string data;
  append_number(data, 0x01020304);
  append_string(data, "a\0b"s);
  CHECK(data == "\1\2\3\4a\0"s);
}

TEST_CASE("milter/packet: a reader finds the packets wherever the bytes are cut") {
  const std::string bytes = frame('c', "") + frame('y', "550 no\0"s) + frame('b', std::string(70000, 'x'));
  for (size_t cut : {size_t{1}, size_t{4}, size_t{5}, size_t{6}, size_t{1000}, bytes.size()}) {
    CAPTURE(cut);
    PacketReader reader;
    std::vector<Packet> packets;
    for (size_t at = 0; at < bytes.size(); at += cut) {
      reader.feed(std::string_view(bytes).substr(at, cut));
      while (auto packet = reader.next()) packets.push_back(*packet);
    }
    REQUIRE(packets.size() == 3);
    CHECK(packets[0].command == 'c');
    CHECK(packets[1].data == "550 no\0"s);
    CHECK(packets[2].data.size() == 70000);
    CHECK(reader.have() == 0);
  }
}

TEST_CASE("milter/packet: a reader says what it waits for, and refuses sizes that cannot be") {
  struct Row {
    const char* what;
    std::string bytes;
    bool in_data;
    size_t have, want;
    bool bad;
  };
  const Row rows[] = {
      {"nothing", "", false, 0, 5, false},
      {"half a head", "\0\0"s, false, 2, 5, false},
      {"a head", "\0\0\0\4h"s, true, 0, 3, false},
      {"some data", "\0\0\0\4hx"s, true, 1, 3, false},
      {"no room for a letter", "\0\0\0\0\0"s, true, 0, 0, true},
      {"more than a filter may send", "\x7f\xff\xff\xff\x63"s, true, 0, 0, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    PacketReader reader;
    reader.feed(row.bytes);
    CHECK(!reader.next());
    CHECK(reader.bad_size().has_value() == row.bad);
    if (row.bad) continue;
    CHECK(reader.in_data() == row.in_data);
    CHECK(reader.have() == row.have);
    CHECK(reader.want() == row.want);
  }
}

TEST_CASE("milter/packet: what is not there cannot be taken from data") {
  std::string bytes = "\0\0\0\7name\0rest"s;
  DataReader data(bytes);
  CHECK(data.number() == 7);
  CHECK(data.text() == "name");
  CHECK(!data.text());
  CHECK(!data.number());
  CHECK(data.rest().empty());
}

TEST_CASE("milter/packet: a body goes out with CR LF and in full packets") {
  struct Row {
    const char* what;
    std::vector<std::string> pieces;
    std::string sent;
  };
  const Row rows[] = {
      {"nothing", {}, ""},
      {"lines", {"a\nb\n"}, "a\r\nb\r\n"},
      {"CR LF stays", {"a\r\nb"}, "a\r\nb"},
      {"cut between CR and LF", {"a\r", "\nb"}, "a\r\nb"},
      {"lone CR", {"a\rb\n"}, "a\rb\r\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    BodyEncoder encoder;
    for (const std::string& piece : row.pieces) encoder.feed(piece);
    CHECK(!encoder.next(false));
    CHECK(encoder.next(true).value_or("") == row.sent);
    CHECK(!encoder.next(true));
  }
  BodyEncoder encoder;
  encoder.feed(std::string(kPacketData + 10, 'x'));
  CHECK(encoder.next(false)->size() == kPacketData);
  CHECK(!encoder.next(false));
  CHECK(encoder.next(true)->size() == 10);
}

TEST_CASE("milter/packet: a body comes in with line ends of ours, wherever it is cut") {
  const std::string body = "one\r\ntwo\r\r\nlone\rcr\r\n\r\n";
  const std::string expected = "one\ntwo\r\nlone\rcr\n\n";
  for (size_t cut = 1; cut <= body.size(); ++cut) {
    CAPTURE(cut);
    BodyDecoder decoder;
    std::string text;
    for (size_t at = 0; at < body.size(); at += cut) {
      std::string piece = body.substr(at, cut);
      decoder.convert(piece);
      text += piece;
    }
    CHECK(text + decoder.finish() == expected);
  }
  BodyDecoder decoder;
  std::string piece = "end\r";
  decoder.convert(piece);
  CHECK(piece + decoder.finish() == "end\r");
}

}  // namespace sm::milter
