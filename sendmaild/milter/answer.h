// What a filter answers: a word about the command, or, at the end of a message, a change to it.
// Security: parses what a filter sends. Malformed changes are nothing, a malformed reply text is replaced by the stage's own.
#pragma once

#include <cstdint>
#include <string>

#include "sendmaild/milter/packet.h"
#include "sendmaild/milter/protocol.h"

namespace sm::milter {

struct Change {
  enum class Kind {
    add_header, insert_header, change_header, add_recipient, add_recipient_with_arguments, delete_recipient,
    change_sender, replace_body, quarantine
  };
  Kind kind = Kind::add_header;
  uint32_t index = 0;         // insert_header, change_header
  std::string name;           // of a header field; an address
  std::string value;          // of a header field; ESMTP arguments; a piece of the body; the reason
  bool as_written = false;    // the header's value brings its leading blank along, or means to have none
};

struct Answer {
  enum class Kind {
    proceed, accept, reject, tempfail, discard,
    reply,      // refuse with `text`: "550 5.7.1 No", lines separated by CR LF, '%' doubled
    skip,       // no more of this
    progress,   // wait on
    change,
    unknown     // no answer of the protocol to this stage
  };
  Kind kind = Kind::unknown;
  std::string text;
  Change change;
};

Answer parse_answer(Stage stage, Packet packet);

// The bit of action:: that allows a change, and what a filter that did not ask for it "lied about".
struct ChangeRight {
  uint32_t action = 0;
  const char* lie = "";
};
ChangeRight right_for(Change::Kind kind);

// What stands in a reply text for the filter's "%%".
std::string without_doubled_percent(std::string_view text);

}  // namespace sm::milter
