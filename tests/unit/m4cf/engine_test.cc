// The engine as a library: what comes out, what is said, and how a run ends; and that depth costs no native stack.
#include "m4cf/engine.h"

#include <doctest/doctest.h>

#include <fstream>

#include "m4cf/frozen_state.h"
#include "m4cf/limits.h"
#include "tests/support/scratch_folder.h"

using namespace sm::m4cf;

namespace {

struct Run {
  std::string output;
  std::string messages;
  int status = 0;
};

Run expand(std::string_view text, EngineOptions options = {}) {
  StringSink output;
  StringSink errors;
  Engine engine(std::move(options), output, errors);
  Run run;
  run.status = engine.run([text](Engine& m4) {
    m4.install_builtins();
    m4.process_text(text, "input");
    m4.finish();
  });
  run.output = output.text;
  run.messages = errors.text;
  return run;
}

std::string repeated(std::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; i++) text += piece;
  return text;
}

}  // namespace

TEST_CASE("engine: text, calls and quotes become what GNU m4 makes of them") {
  struct Row {
    const char* what;
    const char* input;
    const char* output;
  };
  const Row rows[] = {
      {"plain text passes", "no macros here 12\n", "no macros here 12\n"},
      {"one level of quotes is stripped", "`a `b' c'", "a `b' c"},
      {"an expansion is read again", "define(`x', `y')define(`y', `z')x", "z"},
      {"text and an expansion join to one word", "define(`ab', `joined')define(`p', `a')p`'b p", "ab a"},
      {"white space before an argument is dropped, after it kept", "define(`f', `[$1]')f( a )", "[a ]"},
      {"the definition at the time of the name counts", "define(`f', 1)f(define(`f', 2))f", "12"},
      {"diversions come in order at the end", "divert(2)b`'divert(1)a`'divert`'0", "0ab"},
      {"wrapped text is read last", "m4wrap(`end')start ", "start end"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Run run = expand(row.input);
    CHECK(run.output == row.output);
    CHECK(run.messages.empty());
    CHECK(run.status == 0);
  }
}

TEST_CASE("engine: messages name file and line, errors set the status") {
  Run run = expand("\nincr(x)\ninclude(`/nonexistent/file')");
  CHECK(run.messages ==
        "m4:input:2: non-numeric argument to builtin `incr'\n"
        "m4:input:3: cannot open `/nonexistent/file': No such file or directory\n");
  CHECK(run.status == 1);
  CHECK(expand("a`b").messages == "m4:input:1: ERROR: end of file in string\n");
  CHECK(expand("m4exit(4)").status == 4);
}

TEST_CASE("engine: 200,000 nested calls need no native stack") {
  constexpr size_t kDepth = 200'000;
  Run run = expand(repeated("len(", kDepth) + "abcdefghijk" + repeated(")", kDepth));
  CHECK(run.output == "1");
  CHECK(run.status == 0);
}

TEST_CASE("engine: endless recursion ends with a message") {
  Run run = expand("define(`a', `a(a)')a");
  CHECK(run.messages == "m4: stack overflow\n");
  CHECK(run.status == 1);
}

TEST_CASE("engine: a million steps of a recursive loop leave nothing behind") {
  Run run = expand("define(`l', `ifelse($1, 0, done, `l(decr($1))')')l(100000)");
  CHECK(run.output == "done");
}

TEST_CASE("engine: a thousand stacked definitions and a long comment cost what they should") {
  Run run = expand(repeated("pushdef(`x', 1)", 100'000) + "undefine(`x')x#" + std::string(1 << 20, 'c') + "\n");
  CHECK(run.output.size() == (1 << 20) + 3);
}

TEST_CASE("engine: a delimiter may begin in an expansion and end in the next part of a file") {
  const std::string head = "changequote(`<<<', `>>>')changecom(<<</**>>>, <<<**/>>>)define(<<<lt>>>, <<<<<>>>)";
  const std::string tail = "lt<quoted lt>>> /** lt **/ <<<a<<<b>>>c>>>";
  sm::test::ScratchFolder folder;
  const std::string name = folder.path() + "/text";
  for (size_t offset = kReadChunk - tail.size(); offset <= kReadChunk; offset++) {
    CAPTURE(offset);
    const std::string dots(offset - head.size(), '.');
    std::ofstream(name) << head << dots << tail;
    StringSink output;
    StringSink errors;
    Engine engine({}, output, errors);
    engine.run([&name](Engine& m4) {
      m4.install_builtins();
      m4.process_file(name);
    });
    CHECK(output.text == dots + "quoted lt /** lt **/ a<<<b>>>c");
    CHECK(errors.text.empty());
  }
}

TEST_CASE("engine: a confined engine runs no commands and makes no files") {
  EngineOptions options;
  options.confined = true;
  Run run = expand("syscmd(`echo hello')esyscmd(`echo hello')mkstemp(`/tmp/x')", options);
  CHECK(run.output.empty());
  CHECK(run.messages.find("not allowed") != std::string::npos);
}

TEST_CASE("frozen_state: what is frozen comes back") {
  StringSink output;
  StringSink errors;
  std::string frozen;
  Engine first({}, output, errors);
  first.run([&frozen](Engine& m4) {
    m4.install_builtins();
    m4.process_text("define(`a', `$1\n')pushdef(`a', `two')define(`l', defn(`len'))undefine(`sysval')divert(3)kept "
                    "changequote([,])changecom([/*],[*/])", "input");
    frozen = freeze(m4);
  });
  StringSink second_output;
  Engine second({}, second_output, errors);
  int status = second.run([&frozen](Engine& m4) {
    reload_text(m4, frozen, "state.m4f");
    m4.process_text("divnum divert[]a popdef([a])a([x])[]l(abc) sysval /* a */", "input");
    m4.finish();
  });
  CHECK(status == 0);
  CHECK(errors.text.empty());
  CHECK(second_output.text == "two x\n3 sysval /* a */kept 3 ");
}

TEST_CASE("frozen_state: the diversion in force is selected behind those that are kept") {
  StringSink output;
  StringSink errors;
  std::string frozen;
  Engine engine({}, output, errors);
  engine.run([&frozen](Engine& m4) {
    m4.install_builtins();
    m4.process_text("divert(1)kept divert(0)", "input");
    frozen = freeze(m4);
  });
  CHECK(frozen.find("D1,5\nkept \nD0,0\n\n") != std::string::npos);
}

TEST_CASE("frozen_state: broken files end the run with the status GNU m4 gives") {
  struct Row {
    const char* text;
    const char* message;
    int status;
  };
  const Row rows[] = {
      {"V2\n", "m4:f:1: frozen file version 2 greater than max supported of 1\n", 63},
      {"V0\n", "m4:f:1: ill-formed frozen file, version directive expected\n", 1},
      {"X1\n", "m4:f:1: expecting character `V' in frozen file\n", 1},
      {"V1\nT1,20\naxy\n", "m4:f:2: premature end of frozen file\n", 1},
      {"V1\nD1,3\nabcT1,1\nab\n", "m4:f:3: expecting line feed in frozen file\n", 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    StringSink output;
    StringSink errors;
    Engine engine({}, output, errors);
    CHECK(engine.run([&row](Engine& m4) { reload_text(m4, row.text, "f"); }) == row.status);
    CHECK(errors.text == row.message);
  }
}
