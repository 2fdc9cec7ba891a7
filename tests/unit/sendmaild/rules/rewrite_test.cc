// Matching and rewriting, row by row as sendmail 8.17 answered.
#include "sendmaild/rules/rewrite.h"

#include <doctest/doctest.h>

#include "tests/unit/sendmaild/rules/small_engine.h"

using sm::ExitStatus;
using sm::rules::test::SmallEngine;

namespace {

struct Row {
  const char* what;
  const char* rules;
  const char* input;
  const char* output;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CAPTURE(row.input);
    SmallEngine engine(std::string("Sx\n") + row.rules, {{"key1", "value1"}, {"a.b", "joined"}, {"q", "\"q r\""}});
    CHECK(engine.run("x", row.input) == row.output);
  }
}

}  // namespace

TEST_CASE("rules/match: the leftmost wildcard takes the shortest run, the last one grows first") {
  check({{"star around a dot", "R$*.$*\t$: 1<$1> 2<$2>\n", "a.b.c", "1 < a > 2 < b . c >"},
         {"plus needs one", "R$+.$+\t$: $1 / $2\n", ".b.c", ". b / c"},
         {"three stars", "R$* $* $*\t$: <$1><$2><$3>\n", "a b", "< > < > < a b >"},
         {"minus is one token", "R$-.$-\t$: yes\n", "a.b.c", "a . b . c"},
         {"two plus", "R$+$+\t$: $1 / $2\n", "a.b.c", "a / . b . c"},
         {"case", "RFooBar\t$: yes\n", "foobar", "yes"},
         {"shortest member first", "R$={Multi} $+\t$: $1 / $2\n", "a.b.c.d", "a / . b . c . d"},
         {"member grows on backtracking", "R$={Multi} c . $+\t$: $1 / $2\n", "a.b.c c.d", "a . b . c / d"},
         {"member in the middle", "R$* $={Multi} $*\t$: <$1><$2><$3>\n", "q.y.z.r", "< q . > < y . z > < . r >"},
         {"not in class is one token", "R$~{Multi} $*\t$: $1 / $2\n", "zz.b", "zz / . b"},
         {"not in class refuses a member", "R$~{Multi} $*\t$: no\n", "a.b", "a . b"},
         {"zero tokens", "R$*\t$:\nR$@\t$: was empty\n", "w", "was empty"},
         {"deferred macro", "R$&A $*\t$: rest $1\n", "ONE more", "rest more"},
         {"undefined deferred macro matches nothing", "R$&{Nope} $+\t$: $1\n", "foo", "foo"},
         {"but not at the end", "R$+ $&{Nope}\t$: no\n", "foo", "foo"}});
}

TEST_CASE("rules/rewrite: prefixes, repetition, limits") {
  check({{"repeats until it fails", "R$* a $*\t$1 b $2\n", "a x a", "b x b"},
         {"$@ leaves", "R$+\t$@ got $1\nR$*\t$: no\n", "q", "got q"},
         {"a resolved workspace ends the set", "R$*\t$#error $@ 5.1.1 $: x\nR$*\t$: after\n", "q",
          "$# error $@ 5 . 1 . 1 $: x"},
         {"macros at read time and later", "R$*\t$: $A $&A $&{Nope} end\n", "q", "one one end"},
         {"conditional", "R$*\t$: $?A A $?Z Z $| notZ $. $| notA $.\n", "q", "A notZ"}});
  SmallEngine endless("Sx\nR$*\t$1 x\nR$*\t$: second $1\n");
  std::string result = endless.run("x", "q");
  CHECK(result.size() == 1 + 100 * 2);
}

TEST_CASE("rules/rewrite: calls take everything behind them and run from right to left") {
  const std::string sets = "SUp\nR$+\t$@ UP<$1>\nSEmpty\nSx\n";
  struct CallRow {
    const char* rule;
    const char* output;
    ExitStatus status;
  };
  const CallRow rows[] = {{"R$+ @ $+\t$: $>Up $1 @ $2\n", "UP < u @ h >", ExitStatus::ok},
                          {"R$+ @ $+\t$: a $>Up b $>Up $1 @ $2\n", "a UP < b UP < u @ h > >", ExitStatus::ok},
                          {"R$*\t$: pre $>Empty $1\n", "pre u @ h", ExitStatus::ok},
                          {"R$*\t$: $>Empty $>Up $1\n", "$> Up u @ h", ExitStatus::ok},
                          {"R$- @ $*\t$: $>$&{name} $1\n", "UP < u >", ExitStatus::ok},
                          {"R$*\t$: $>Nowhere $1\n", "$> Nowhere u @ h", ExitStatus::config}};
  for (const CallRow& row : rows) {
    CAPTURE(row.rule);
    SmallEngine engine(sets + row.rule);
    engine.macros().set("name", "Up");
    ExitStatus status = ExitStatus::ok;
    CHECK(engine.run("x", "u@h", &status) == row.output);
    CHECK(status == row.status);
  }
  SmallEngine deep("Sx\nR$*\t$: $>x $1 .\n");
  ExitStatus status = ExitStatus::ok;
  deep.run("x", "a", &status);
  CHECK(status == ExitStatus::config);
}

TEST_CASE("rules/rewrite: lookups join their key, keep or replace it, and remember what could not be asked") {
  check({{"found", "R$*\t$: $(m $1 $: DEF $1 $)\n", "key1", "value1"},
         {"absent with default", "R$*\t$: $(m $1 $: DEF $1 $)\n", "nokey", "DEF . nokey"},
         {"absent without", "R$*\t$: $(m $1 $) end\n", "no key", "no key end"},
         {"two words make one key", "R$*\t$: $(m $1 $)\n", "a b", "joined"},
         {"a stored macro is not seen in the same right side",
          "R$+\t$: $(store X $@ $1 $) <$&X>\nR$*\t$: $1 then <$&X>\n", "hello", "< > then < hello >"}});
  SmallEngine later("Sx\nR$*\t$: $(later $1 $: DEF $) end\n");
  ExitStatus status = ExitStatus::ok;
  CHECK(later.run("x", "k", &status) == "DEF end");
  CHECK(status == ExitStatus::temp_fail);
  CHECK(later.engine().may_block("x"));
  CHECK_FALSE(SmallEngine("Sx\nR$*\t$: $(m $1 $)\n").engine().may_block("x"));
}

TEST_CASE("rules/rewrite: calls that multiply end with a temporary failure, whatever each of them costs") {
  struct Row {
    std::string what;
    std::string right;
  };
  const std::vector<Row> rows{{"nothing but the call", "$: $>x"},
                              {"long text from a macro", "$: $>x $&{Long}"},
                              {"long text from a map", "$: $>x $(m long $)"},
                              {"a lookup", "$: $>x $(m a $)"},
                              {"many tokens", "$: $>x $&{Tokens}"}};
  std::string text;
  std::string tokens;
  for (int i = 0; i < 5; ++i) text += std::string(200, 'x') + '.';
  for (int i = 0; i < 300; ++i) tokens += "a.";
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::string rule = "R$*\t" + row.right + "\n";
    SmallEngine engine("D{Long}" + text + "\nD{Tokens}" + tokens + "\nSx\n" + rule + rule + "R$*\t$: done\n",
                       {{"long", text}});
    ExitStatus status = ExitStatus::ok;
    engine.run("x", "k", &status);
    CHECK(status == ExitStatus::temp_fail);
  }
}

TEST_CASE("rules/rewrite: a match that is given up, even of the last rule, is a temporary failure") {
  std::string left = "$*";
  for (int i = 0; i < 7; ++i) left += " a $*";
  SmallEngine engine("Sx\nR" + left + " b $+\t$: found\n");
  std::string text = "b";
  for (int i = 0; i < 60; ++i) text += " a";
  ExitStatus status = ExitStatus::ok;
  CHECK(engine.run("x", text, &status) == text);
  CHECK(status == ExitStatus::temp_fail);
}
