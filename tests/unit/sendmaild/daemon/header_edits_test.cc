// Changes of mail filters to a header, and how the log words them, as sendmail 8.17 was seen to do.
#include "sendmaild/daemon/header_edits.h"

#include <doctest/doctest.h>

#include "tests/support/mail_config.h"

namespace sm::daemon {
namespace {

using message::HeaderField;
using message::HeaderList;

HeaderField field(const char* name, const char* value, bool is_default = false) {
  HeaderField made;
  made.name = name;
  made.value = value;
  made.is_default = is_default;
  return made;
}

// Our own fields first, then those of the message.
HeaderList usual_header() {
  HeaderList headers;
  headers.append(field("Return-Path", " <$g>", true));
  headers.append(field("Received", " from a", true));
  headers.append(field("From", " lee@a.test", true));
  headers.append(field("Subject", " hi"));
  headers.append(field("X-Tight", "x"));
  headers.append(field("X-Two", " 1"));
  headers.append(field("X-Two", " 2"));
  return headers;
}

std::string text_of(const HeaderList& headers) {
  std::string text;
  for (const HeaderField& each : headers.fields()) text += each.name + ":" + each.value + "|";
  return text;
}

}  // namespace

TEST_CASE("daemon/header_edits: what filters add, insert and change") {
  using Edit = std::string (*)(HeaderList&, const HeaderEdit&);
  struct Row {
    const char* what;
    Edit edit;
    HeaderEdit change;
    std::string log;
    std::string part;      // of the header afterwards
  };
  const Row rows[] = {
      {"a new field comes last", add_header, {0, "X-New", "v", false}, "add: header: X-New: v", "X-Two: 2|X-New: v|"},
      {"before its namesakes", add_header, {0, "x-two", "0", false}, "add: header: x-two: 0", "x|x-two: 0|X-Two: 1|"},
      {"as it is written", add_header, {0, "X-New", "v", true}, "add: header: X-New: v", "X-New:v|"},
      {"a default field takes the value", add_header, {0, "from", "new@a.test", false},
       "change: default header from value with new@a.test", "from a|From: new@a.test|Subject"},
      {"a trace field never", add_header, {0, "Received", "from b", false}, "add: header: Received: from b",
       "<$g>|Received: from b|Received: from a|"},
      {"behind the first", insert_header, {0, "X-New", "v", false}, "insert (0): header: X-New: v", "<$g>|X-New: v|Received"},
      {"behind the third", insert_header, {2, "X-New", "v", false}, "insert (2): header: X-New: v", "lee@a.test|X-New: v|Sub"},
      {"beyond the end", insert_header, {99, "X-New", "v", false}, "insert (99): header: X-New: v", "X-Two: 2|X-New: v|"},
      {"change", change_header, {1, "Subject", "new", false}, "change: header Subject: from  hi to new", "|Subject: new|"},
      {"change without blank", change_header, {0, "X-Tight", "y", true}, "change: header X-Tight: from x to y", "|X-Tight:y|"},
      {"change the second", change_header, {2, "X-Two", "b", false}, "change: header X-Two: from  2 to b", "1|X-Two: b|"},
      {"change a third", change_header, {3, "X-Two", "b", false}, "change (add): header: X-Two: b", "x|X-Two: b|X-Two: 1|"},
      {"change a default field", change_header, {1, "From", "new@a.test", false},
       "change: header (default header) From: from  lee@a.test to new@a.test", "|From: new@a.test|"},
      {"delete", change_header, {1, "Subject", "", false}, "delete: header Subject: hi", "lee@a.test|X-Tight"},
      {"delete a default field", change_header, {1, "From", "", false}, "delete: header (default header) From: lee@a.test",
       "from a|Subject"},
      {"delete nothing", change_header, {1, "X-None", "", false}, "delete (noop): header: X-None", "X-Two: 2|"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    HeaderList headers = usual_header();
    CHECK(row.edit(headers, row.change) == row.log);
    CAPTURE(text_of(headers));
    CHECK(text_of(headers).find(row.part) != std::string::npos);
  }
}

TEST_CASE("daemon/header_edits: H lines that are not used count where filters insert, and take values") {
  // Return-Path, Received, Resent-Date, Date, Resent-From, From, Full-Name, Resent-Message-Id, Message-Id
  config::Config config = test::mail_config();
  HeaderList headers = usual_header();
  headers.append(field("Date", " today"));
  add_placeholders(headers, config);
  CHECK(insert_header(headers, {2, "X-New", "v", false}) == "insert (2): header: X-New: v");
  CHECK(add_header(headers, {0, "Date", "now", false}) == "change: default header Date value with now");
  remove_placeholders(headers);
  CHECK(text_of(headers) == "Return-Path: <$g>|Received: from a|X-New: v|Date: now|From: lee@a.test|Subject: hi|X-Tight:x|"
                            "X-Two: 1|X-Two: 2|Date: today|");
  CHECK_MESSAGE(headers.fields()[3].mailer_flags == "D", "and its condition stays");
}

}  // namespace sm::daemon
