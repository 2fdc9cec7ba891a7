// See the header.
#include "sendmaild/smtp/dot_stuffing.h"

namespace sm::smtp {

void DotDecoder::note_bare() { (in_header_ ? bare_in_header_ : bare_in_body_) = true; }

void DotDecoder::end_line(std::string& output) {
  output += '\n';
  if (line_empty_) in_header_ = false;
  line_empty_ = true;
  position_ = Position::line_start;
}

// A LF without CR, in the position that the caller has left.
DotDecoder::State DotDecoder::bare_lf(std::string& output) {
  saw_bare_lf_ = true;
  note_bare();
  if (rules_.bare_lf == BareLineEnd::refuse) return State::bare_lf;
  if (rules_.bare_lf == BareLineEnd::accept && !rules_.strict_end) {
    end_line(output);
    return State::more;
  }
  // Text of the line: a LF that does not end lines cannot end the data either.
  output += rules_.bare_lf == BareLineEnd::accept ? '\n' : ' ';
  line_empty_ = false;
  position_ = Position::in_line;
  return State::more;
}

// A CR that was not followed by LF.
DotDecoder::State DotDecoder::bare_cr(std::string& output) {
  saw_bare_cr_ = true;
  note_bare();
  if (rules_.bare_cr == BareLineEnd::refuse) return State::bare_cr;
  output += rules_.bare_cr == BareLineEnd::accept ? '\r' : ' ';
  line_empty_ = false;
  position_ = Position::in_line;
  return State::more;
}

DotDecoder::State DotDecoder::step(char c, std::string& output) {
  if (c == '\0') {
    saw_nul_ = true;
    if (in_header_) return State::more;  // headers lose their NULs, bodies keep them
  }
  switch (position_) {
    case Position::after_cr:
      if (c == '\n') {
        end_line(output);
        return State::more;
      }
      if (State state = bare_cr(output); state != State::more) return state;
      break;  // c is looked at as part of the line
    case Position::after_dot_cr:
      if (c == '\n') return State::end;
      if (State state = bare_cr(output); state != State::more) return state;
      break;
    case Position::after_dot:
      if (c == '\r') {
        position_ = Position::after_dot_cr;
        return State::more;
      }
      if (c == '\n') {
        // ".LF": the end only where bare LFs may end lines; otherwise a refused or replaced line end.
        if (rules_.bare_lf == BareLineEnd::accept && !rules_.strict_end) return State::end;
        return bare_lf(output);
      }
      position_ = Position::in_line;  // the stuffed dot is gone
      break;
    case Position::line_start:
      if (c == '.') {
        position_ = Position::after_dot;
        return State::more;
      }
      position_ = Position::in_line;
      break;
    case Position::in_line: break;
  }
  if (c == '\r') {
    position_ = Position::after_cr;
    return State::more;
  }
  if (c == '\n') return bare_lf(output);
  output += c;
  line_empty_ = false;
  position_ = Position::in_line;
  return State::more;
}

DotDecoder::State DotDecoder::feed(std::string_view input, std::string& output, size_t* consumed) {
  output.reserve(output.size() + input.size());
  size_t at = 0;
  while (at < input.size()) {
    // Plain stretches of a line are copied whole.
    if (position_ == Position::in_line) {
      size_t end = input.find_first_of(std::string_view("\r\n\0", 3), at);
      if (end == std::string_view::npos) end = input.size();
      if (end > at) {
        output.append(input.substr(at, end - at));
        line_empty_ = false;
        at = end;
        continue;
      }
    }
    State state = step(input[at++], output);
    if (state != State::more) {
      *consumed = at;
      return state;
    }
  }
  *consumed = at;
  return State::more;
}

void DotEncoder::feed(std::string_view text, std::string& output) {
  output.reserve(output.size() + text.size() + text.size() / 32 + 2);
  while (!text.empty()) {
    if (line_start_ && stuff_ && text.front() == '.') output += '.';
    size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      output.append(text);
      line_start_ = false;
      return;
    }
    output.append(text.substr(0, end));
    output += "\r\n";
    line_start_ = true;
    text.remove_prefix(end + 1);
  }
}

void DotEncoder::finish(std::string& output) {
  if (!line_start_) output += "\r\n";
  line_start_ = true;
  if (stuff_) output += ".\r\n";
}

}  // namespace sm::smtp
