// Addresses to mailers, addresses for mailers, and verdicts.
#include "sendmaild/rules/resolve.h"

#include <doctest/doctest.h>

#include "tests/unit/sendmaild/rules/small_engine.h"

using namespace sm::rules;
using sm::rules::test::SmallEngine;

namespace {

const std::string kSets =
    "S3\nR$* < $+ > $*\t$: < $2 >\nR< $+ >\t$1\nR$+ @ $+\t$: $1 < @ $2 >\n"
    "S4\nR$* < @ $+ >\t$1 @ $2\n"
    "S0\nR$+ < @ mail.example.com >\t$#local $: $1\nR$+ < @ nohost >\t$#net $: $1\nR$+ < @ nouser >\t$#net $@ h\n"
    "R$+ < @ nomailer >\t$#nosuch $@ x $: y\nR$+ < @ err1 >\t$#error $@ 5.7.1 $: \"551 go away\"\n"
    "R$+ < @ err2 >\t$#error $@ nouser $: no such $1\nR$+ < @ later >\t$#net $@ $(later x $) $: $1\n"
    "R$+ < @ $+ >\t$#net $@ $2 $: $1 < @ $2 >\nR$+\t$#local $: $1\n"
    "S2\nR$*\t$: $1\nS1\nR$*\t$: $1\nS10\nR$+\t$: S10 $1\nS20\nR$+\t$: R20 $1\n"
    "S11\nR$+ < @ $+ >\t$: from.$1 < @ $2 >\nS21\nR$+ < @ $+ >\t$: to.$1 < @ $2 >\n"
    "Scheck\nR$* bad $*\t$#error $@ 5.7.1 $: \"550 not \" $1\nR$* hold $*\t$#error $@ quarantine $: looks odd\n"
    "R$* drop $*\t$#discard $: x\nR$* upper $*\t$#ERROR $: \"550 x\"\nR$* $| $*\t$#error $: two $2 words\n";

}  // namespace

TEST_CASE("rules/resolve: the triple, or sendmail's complaint") {
  SmallEngine engine(kSets);
  struct Row {
    const char* address;
    const char* mailer;  // null: an error
    const char* host;
    const char* user;
    const char* text;
  };
  const Row rows[] = {
      {"User@Example.ORG", "net", "example.org", "to.User@Example.ORG", ""},
      {"Alice@mail.example.com", "local", "", "r20.alice", ""},
      {"Joe <joe@a.b>", "net", "a.b", "to.joe@a.b", ""},
      {"|/bin/x", "prog", "", "|/bin/x", ""},
      {"\"/tmp/x\"", "*file*", "", "\"/tmp/x\"", ""},
      {":include:/tmp/l", "*include*", "", "/tmp/l", ""},
      {"u@nohost", nullptr, "", "", "buildaddr: no host"},
      {"u@nouser", nullptr, "", "", "buildaddr: no user"},
      {"u@nomailer", nullptr, "", "", "buildaddr: unknown mailer nosuch"},
      {"u@err1", nullptr, "5.7.1", "\"551 go away\"", "go away"},
      {"u@err2", nullptr, "nouser", "no such u", "no such u"},
      {"(open", nullptr, "", "", "Unbalanced '('"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.address);
    auto context = engine.context();
    ResolvedAddress resolved = engine.engine().resolve(row.address, AddressRole::envelope_recipient, context);
    if (row.mailer == nullptr) {
      CHECK(resolved.kind == ResolvedAddress::Kind::error);
    } else {
      REQUIRE(resolved.mailer != nullptr);
      CHECK(resolved.mailer->name == row.mailer);
    }
    CHECK(resolved.host == row.host);
    CHECK(resolved.user == row.user);
    CHECK(resolved.text == row.text);
    // Whoever asks on the command line hears that the configuration is at fault.
    if (resolved.text.starts_with("buildaddr:")) CHECK(resolved.status == sm::ExitStatus::software);
  }
  auto context = engine.context();
  ResolvedAddress later = engine.engine().resolve("u@later", AddressRole::envelope_recipient, context);
  CHECK(later.temporary_failure);
}

TEST_CASE("rules/rewrite_for: the mailer's sets run between the general ones, comments stay") {
  SmallEngine engine(kSets);
  const sm::config::Mailer& net = *engine.configuration().find_mailer("net");
  auto context = engine.context();
  CHECK(engine.engine().rewrite_for(net, "joe@a.b (Joe)", AddressRole::envelope_sender, "", context).address ==
        "from.joe@a.b (Joe)");
  CHECK(engine.engine().rewrite_for(net, "Joe <joe@a.b>", AddressRole::envelope_recipient, "", context).address ==
        "Joe <to.joe@a.b>");
  CHECK(engine.engine().rewrite_for(net, "joe", AddressRole::envelope_sender, "@c.d", context).address ==
        "from.joe@c.d");
  CHECK(engine.macros().value("addr_type") == "e s");
}

TEST_CASE("rules/check: only $#error and $#discard in lower case count") {
  SmallEngine engine(kSets);
  auto verdict = [&engine](const char* text, std::optional<std::string_view> second = std::nullopt) {
    auto context = engine.context();
    return engine.engine().check("check", text, second, context);
  };
  CheckVerdict refused = verdict("x bad y");
  CHECK(refused.kind == CheckVerdict::Kind::reject);
  CHECK(refused.reply_code == 550);
  CHECK(refused.enhanced == "5.7.1");
  CHECK(refused.text == "not x");
  CHECK(verdict("a hold b").kind == CheckVerdict::Kind::quarantine);
  CHECK(verdict("a hold b").quarantine_reason == "looks odd");
  CHECK(verdict("a drop b").kind == CheckVerdict::Kind::discard);
  CHECK(verdict("a upper b").kind == CheckVerdict::Kind::accept);
  CheckVerdict plain = verdict("a", "b");
  CHECK(plain.reply_code == 553);
  CHECK(plain.enhanced == "5.3.0");
  CHECK(plain.text == "two b words");
  auto context = engine.context();
  CHECK(engine.engine().check("nowhere", "a bad b", std::nullopt, context).kind == CheckVerdict::Kind::accept);
}
