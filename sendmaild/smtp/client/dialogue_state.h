// What a Dialogue keeps, and the two moves that everything is made of: send a line, read a reply. Internal to
// smtp/client.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "sendmaild/net/line_buffer.h"
#include "sendmaild/smtp/client/dialogue.h"

namespace sm::smtp::client {

struct Dialogue::State {
  State(std::unique_ptr<net::Stream> connection, DialogueOptions dialogue_options)
      : stream(std::move(connection)), lines(*stream), options(std::move(dialogue_options)) {}

  // Writes `line` and CRLF. False: the connection is lost, `loss` tells how. `shown` replaces the line in the transcript.
  net::Task<bool> send_line(std::string line, seconds timeout, std::string shown);
  net::Task<bool> send_bytes(std::string bytes, seconds timeout);
  // The next reply, or the loss.
  net::Task<Answer> read_reply(seconds timeout);
  // Both.
  net::Task<Answer> ask(std::string line, seconds timeout);
  net::Task<Answer> exchange(std::shared_ptr<SaslClient> sasl, SaslStep step, net::BlockingPool& pool);
  Answer lost(Answer::Kind kind, int error);
  void show(DialogueOptions::Direction direction, const std::string& line);

  std::unique_ptr<net::Stream> stream;
  net::LineBuffer lines;
  DialogueOptions options;
  Extensions extensions;
  std::string server_name;
  bool open = true;
  bool tls = false;
  bool esmtp = false;
  bool esmtp_offered = false;   // the greeting had the word
  size_t transactions = 0;
  Answer loss;                  // set once the connection is lost
};

}  // namespace sm::smtp::client
