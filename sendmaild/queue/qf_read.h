// From the text of a qf file to its contents, and on to an Envelope.
// Security: the file may have been damaged or written by somebody else; every line is checked, nothing is guessed.
#pragma once

#include "sendmaild/queue/qf_format.h"

namespace sm::queue {

// Why a control file cannot be used: `incomplete` (no final dot: another process may still write it, leave it alone) or
// `bogus` (the file is to be set aside as Qf; the text is for the log: "unrecognized line").
struct QfProblem {
  enum class Kind { incomplete, bogus };
  Kind kind = Kind::bogus;
  std::string reason;      // "bogus queue line", "unrecognized line", "unsupported queue file version"
  std::string message;     // the log line that goes with it: `readqf: FILE: line 3: bad line "X"`
};
struct QfParse {
  QfContents contents;
  std::optional<QfProblem> problem;
};
// `file` is for messages only.
QfParse parse_qf(std::string_view text, std::string_view file);

// The envelope of the contents, its macros on a layer over `outer`. message_size is the header's part; the caller adds the
// body's. The priority is the file's: a delivery attempt adds RetryFactor.
message::Envelope to_envelope(const QfContents& contents, std::string_view id, const macros::MacroScope* outer,
                              const config::Config& config);

}  // namespace sm::queue
