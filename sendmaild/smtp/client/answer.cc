// See the header.
#include "sendmaild/smtp/client/answer.h"

#include <utility>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::smtp::client {
namespace {

constexpr size_t kMaxLines = 128;  // of one reply; the rest is read and dropped

}  // namespace

std::string_view phase_text(Phase phase) {
  switch (phase) {
    case Phase::greeting: return "client greeting";
    case Phase::hello: return "client EHLO";
    case Phase::starttls: return "client STARTTLS";
    case Phase::auth: return "client AUTH";
    case Phase::mail: return "client MAIL";
    case Phase::rcpt: return "client RCPT";
    case Phase::data: return "client DATA 354";
    case Phase::body: return "client DATA";
    case Phase::final_dot: return "client DATA status";
    case Phase::reset: return "client RSET";
    case Phase::quit: return "client QUIT";
    case Phase::other: break;
  }
  return "client probe";
}

EnhancedCode assumed_enhanced_code(int code) {
  switch (code) {
    case 450: return {4, 2, 0};
    case 451: return {4, 3, 0};
    case 452: return {4, 3, 1};
    case 500: return {5, 5, 2};
    case 501:
    case 504: return {5, 5, 4};
    case 502:
    case 503: return {5, 5, 1};
    case 550: return {5, 2, 0};
    case 551: return {5, 1, 6};
    case 552: return {5, 2, 2};
    case 553: return {5, 1, 0};
    case 554: return {5, 0, 0};
    default: break;
  }
  int status_class = code / 100;
  if (status_class != 2 && status_class != 4 && status_class != 5) return {};
  return {status_class, 0, 0};
}

bool ReplyParser::feed(std::string_view line) {
  bool has_code = line.size() >= 3 && ascii::is_digit(line[0]) && ascii::is_digit(line[1]) && ascii::is_digit(line[2]);
  if (!has_code || line[0] == '0') return false;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return false;
  std::string_view rest = line.size() > 4 ? line.substr(4) : std::string_view();
  bool first = answer_.kind == Answer::Kind::none;
  if (first) {
    answer_.kind = Answer::Kind::reply;
    answer_.code = static_cast<int>(parse_leading_int(line.substr(0, 3)));
    answer_.line = std::string(trim_right(line));
    answer_.enhanced = assumed_enhanced_code(answer_.code);
    size_t length = 0;
    auto sent = announced_ ? parse_enhanced_code(rest, &length) : std::nullopt;
    if (sent) answer_.enhanced = *sent;
    answer_.text = std::string(trim(sent ? rest.substr(length) : rest));
  }
  if (answer_.lines.size() < kMaxLines) answer_.lines.emplace_back(trim_right(rest));
  return line.size() == 3 || line[3] == ' ';
}

Answer ReplyParser::take() { return std::exchange(answer_, Answer()); }

}  // namespace sm::smtp::client
