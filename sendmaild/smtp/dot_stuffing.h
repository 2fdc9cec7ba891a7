// The transparency of DATA (RFC 5321 §4.5.2), both directions, and the strict end-of-data rules that stop SMTP smuggling.
// NUL bytes of the header part are dropped. Incremental: bytes in any pieces. Synchronous, no allocation beyond the output.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sm::smtp {

// What to do with a LF without CR, or a CR without LF (srv_features g, g2, G and u, u2, U).
enum class BareLineEnd { refuse, replace_with_blank, accept };

struct DataRules {
  BareLineEnd bare_lf = BareLineEnd::refuse;
  BareLineEnd bare_cr = BareLineEnd::refuse;
  bool strict_end = true;   // only CRLF.CRLF ends the data (srv_features o); otherwise also forms with bare LF
};

// From the wire to text with '\n' line ends, dots unstuffed.
class DotDecoder {
 public:
  explicit DotDecoder(DataRules rules) : rules_(rules) {}

  enum class State {
    more,           // the end has not been seen
    end,            // final dot seen
    bare_lf,        // refused: 421 4.5.0 Bare linefeed (LF) not allowed
    bare_cr,        // refused: 421 4.5.0 Bare carriage return (CR) not allowed
  };

  // Decodes from `input`, appends text to `output`. `*consumed` is how much of the input belongs to the message (bytes
  // behind the final dot are the next commands). After anything but `more` feed nothing further.
  State feed(std::string_view input, std::string& output, size_t* consumed);

  bool saw_bare_lf() const { return saw_bare_lf_; }
  bool saw_bare_cr() const { return saw_bare_cr_; }
  bool saw_nul() const { return saw_nul_; }
  // Whether a bare line end was met in the headers or the body, for the log's where=.
  bool bare_in_header() const { return bare_in_header_; }
  bool bare_in_body() const { return bare_in_body_; }

 private:
  enum class Position { line_start, after_dot, after_dot_cr, in_line, after_cr };

  State step(char c, std::string& output);
  State bare_lf(std::string& output);
  State bare_cr(std::string& output);
  void end_line(std::string& output);
  void note_bare();

  DataRules rules_;
  Position position_ = Position::line_start;
  bool saw_bare_lf_ = false, saw_bare_cr_ = false, saw_nul_ = false;
  bool bare_in_header_ = false, bare_in_body_ = false;
  bool in_header_ = true;
  bool line_empty_ = true;
};

// From text with '\n' line ends to the wire: CRLF, leading dots doubled. finish() adds a missing last line end and the
// final ".CRLF".
class DotEncoder {
 public:
  // `stuff` false: no doubling of dots and no final dot (mailers without flag X use it for the line ends alone).
  explicit DotEncoder(bool stuff = true) : stuff_(stuff) {}
  void feed(std::string_view text, std::string& output);
  void finish(std::string& output);

 private:
  bool stuff_;
  bool line_start_ = true;
};

}  // namespace sm::smtp
