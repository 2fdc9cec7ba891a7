// See the header. Text without any rule is passed on as it is; only a CR before a line end has to be looked for.
#include "sendmaild/message/line_writer.h"

namespace sm::message {

namespace {
constexpr size_t kSmallestLimit = 2;  // below there is no room for text
}

bool LineWriter::copies() const {
  return rules_.eol == "\n" && rules_.limit == 0 && !rules_.stuff_dots && !rules_.drop_nul && !rules_.seven_bit &&
         (!rules_.escape_from || part_ == Part::header);
}

void LineWriter::feed(std::string_view text, std::string& output) {
  if (copies() && pending_.empty() && text.find('\r') == std::string_view::npos) {
    size_t end = text.rfind('\n');
    if (end != std::string_view::npos) {
      output.append(text.substr(0, end + 1));
      text.remove_prefix(end + 1);
    }
  }
  while (!text.empty()) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos) {
      pending_.append(text);
      return;
    }
    if (pending_.empty()) {
      line(text.substr(0, newline), output);
    } else {
      pending_.append(text.substr(0, newline));
      line(pending_, output);
      pending_.clear();
    }
    text.remove_prefix(newline + 1);
  }
}

void LineWriter::line(std::string_view content, std::string& output) {
  std::string changed;
  if (content.ends_with('\r')) content.remove_suffix(1);
  if (rules_.drop_nul || rules_.seven_bit) {
    for (char c : content) {
      if (rules_.drop_nul && c == '\0') continue;
      changed += rules_.seven_bit ? static_cast<char>(static_cast<unsigned char>(c) & 0x7f) : c;
    }
    content = changed;
  }
  if (part_ == Part::body && rules_.escape_from && content.starts_with("From ")) output += '>';
  if (rules_.stuff_dots && content.starts_with('.')) output += '.';
  // A piece and the "!" that marks the cut fill the limit; what goes on starts with a blank, which counts.
  size_t room = rules_.limit > kSmallestLimit ? rules_.limit - 1 : content.size();
  while (content.size() > room) {
    output.append(content.substr(0, room)).append("!").append(rules_.eol).append(" ");
    content.remove_prefix(room);
    room = rules_.limit - 2;
  }
  output.append(content).append(rules_.eol);
}

void LineWriter::finish(std::string& output) {
  // As sendmail does it: a last line without end only gets its end.
  if (!pending_.empty())
    line(pending_, output);
  else if (rules_.blank_line_at_end)
    output += rules_.eol;
  pending_.clear();
}

}  // namespace sm::message
