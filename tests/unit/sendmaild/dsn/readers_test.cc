// Who is told what became of a message.
#include "sendmaild/dsn/readers.h"

#include <doctest/doctest.h>

#include "sendmaild/message/header_parse.h"
#include "tests/support/mail_config.h"

using namespace sm;
using namespace sm::dsn;
using Words = std::vector<std::string>;

TEST_CASE("dsn/readers: senders, their direct way and Errors-To") {
  struct Row {
    const char* what;
    const char* sender;
    const char* header;
    bool use_errors_to;
    bool dont_prune_routes;
    ReportKind kind;
    Words readers;
  };
  using K = ReportKind;
  const Row rows[] = {
      {"the sender", "<s@a>", "", false, false, K::failure, {"<s@a>"}},
      {"a route may be no way back", "<@r,@q:s@a>", "", false, false, K::failure, {"<@r,@q:s@a>", "<s@a>"}},
      {"routes that are kept", "<@r:s@a>", "", false, true, K::failure, {"<@r:s@a>"}},
      {"a route without brackets", "@r:s@a", "", false, false, K::failure, {"@r:s@a"}},
      {"a route to nobody", "<@r:>", "", false, false, K::failure, {"<@r:>"}},
      {"Errors-To is not honoured", "<s@a>", "Errors-To: x@b\n", false, false, K::failure, {"<s@a>"}},
      {"Errors-To is honoured", "<s@a>", "Errors-To: X <x@b>,\n y@b\nErrors-To: z@b\n", true, false, K::failure,
       {"<s@a>", "X <x@b>", "y@b", "z@b"}},
      {"Errors-To names the sender", "<s@a>", "Errors-To: S <S@a>, x@b\n", true, false, K::failure, {"<s@a>", "x@b"}},
      {"Errors-To without a sender", "<>", "Errors-To: x@b\n", true, false, K::failure, {"x@b"}},
      {"warnings are the sender's", "<s@a>", "Errors-To: x@b\n", true, false, K::warning, {"<s@a>"}},
      {"receipts are the sender's", "<s@a>", "Errors-To: x@b\n", true, false, K::receipt, {"<s@a>"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    config::Config config = test::mail_config();
    config.options.use_errors_to = row.use_errors_to;
    config.options.dont_prune_routes = row.dont_prune_routes;
    macros::MacroScope globals(config.macros);
    message::Envelope original(&globals);
    original.sender = row.sender;
    original.headers = message::parse_message(std::string(row.header) + "\n").header;
    ReportParts parts;
    parts.config = &config;
    parts.original = &original;
    ReportRequest request;
    request.kind = row.kind;
    CHECK(readers_of(parts, request) == row.readers);
    Decision decision;
    decision.report = row.kind;
    CHECK(requests_for(original, decision, config).size() == 1);
  }
}
