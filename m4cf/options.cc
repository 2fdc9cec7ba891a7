// See the header. The options that GNU m4 does not have are taken out by their full names first, so that they change no
// abbreviation. `-o FILE` is --output for a program called m4cf; called by any other name it is GNU's old spelling of
// --debugfile.
#include "m4cf/options.h"

#include <getopt.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::m4cf {
namespace {

enum LongOnly { kDebugFileOption = 256, kWarnSequence, kHelp, kVersion };

constexpr const char* kShort = "-B:D:EF:GH:I:L:N:PQR:S:T:U:d::egil:o:st:";
constexpr const char* kDefaultWarnSequence = "\\$\\({[^}]*}\\|[0-9][0-9]+\\)";

// In the order in which getopt lists what an ambiguous abbreviation could mean.
const option kLong[] = {{"arglength", required_argument, nullptr, 'l'},
                        {"debug", optional_argument, nullptr, 'd'},
                        {"define", required_argument, nullptr, 'D'},
                        {"debugfile", optional_argument, nullptr, kDebugFileOption},
                        {"diversions", required_argument, nullptr, 'N'},
                        {"error-output", required_argument, nullptr, 'o'},
                        {"fatal-warnings", no_argument, nullptr, 'E'},
                        {"freeze-state", required_argument, nullptr, 'F'},
                        {"gnu", no_argument, nullptr, 'g'},
                        {"hashsize", required_argument, nullptr, 'H'},
                        {"include", required_argument, nullptr, 'I'},
                        {"interactive", no_argument, nullptr, 'i'},
                        {"nesting-limit", required_argument, nullptr, 'L'},
                        {"prefix-builtins", no_argument, nullptr, 'P'},
                        {"quiet", no_argument, nullptr, 'Q'},
                        {"reload-state", required_argument, nullptr, 'R'},
                        {"silent", no_argument, nullptr, 'Q'},
                        {"synclines", no_argument, nullptr, 's'},
                        {"traditional", no_argument, nullptr, 'G'},
                        {"undefine", required_argument, nullptr, 'U'},
                        {"trace", required_argument, nullptr, 't'},
                        {"warn-macro-sequence", optional_argument, nullptr, kWarnSequence},
                        {"help", no_argument, nullptr, kHelp},
                        {"version", no_argument, nullptr, kVersion},
                        {nullptr, 0, nullptr, 0}};

// Takes --explain, --lint and --output out of the arguments.
std::vector<char*> take_own_options(int argc, char** argv, CommandLine& line) {
  std::vector<char*> rest;
  bool ended = false;
  for (int i = 0; i < argc; i++) {
    std::string_view word = argv[i];
    if (i > 0 && !ended) {
      if (word == "--") ended = true;
      if (word == "--explain") {
        line.explain = true;
        continue;
      }
      if (word == "--lint") {
        line.task = CommandLine::Task::lint;
        continue;
      }
      if (word.starts_with("--output=")) {
        line.output_file = word.substr(9);
        continue;
      }
      if (word == "--output" && i + 1 < argc) {
        line.output_file = argv[++i];
        continue;
      }
    }
    rest.push_back(argv[i]);
  }
  rest.push_back(nullptr);
  return rest;
}

void add_define(CommandLine& line, OrderedAction::Kind kind, const char* text) { line.actions.push_back({kind, text}); }

void take_debug_file(CommandLine& line, int option, const char* name) {
  OrderedAction action{OrderedAction::Kind::debug_file, name ? name : "", name != nullptr};
  // What GNU m4 calls the file when it cannot be opened.
  action.shown = option == kDebugFileOption ? "stderr" : action.text;
  line.actions.push_back(std::move(action));
}

// At once, so that it comes before a complaint of getopt that ends the reading.
void note(const CommandLine& line, const std::string& text) {
  static_cast<void>(write_all(STDERR_FILENO, line.engine.program + ": " + text + "\n"));
}

void take_obsolete(CommandLine& line, int option) {
  std::string letter(1, static_cast<char>(option));
  if (option == 'e') {
    line.engine.interactive = true;
    return note(line, "warning: `m4 -e' is deprecated, use `-i' instead");
  }
  note(line, "warning: `m4 -" + letter + "' may be removed in a future release");
}

void take_debug_flags(CommandLine& line, const char* letters) {
  std::string text = letters ? letters : "";
  std::optional<unsigned> flags = Tracer::parse(text);
  if (!flags) return note(line, "bad debug flags: `" + text + "'");
  line.debug_flags = *flags;
}

void take_switch(CommandLine& line, int option) {
  switch (option) {
    case 'E': line.engine.fatal_warnings++; break;
    case 'G': line.engine.gnu_extensions = false; break;
    case 'g': line.engine.gnu_extensions = true; break;
    case 'i': line.engine.interactive = true; break;
    case 'P': line.engine.prefix_builtins = true; break;
    case 'Q': line.engine.quiet = true; break;
    case 's': line.engine.sync_lines = true; break;
    case kHelp: line.task = CommandLine::Task::help; break;
    case kVersion: line.task = CommandLine::Task::version; break;
    case '?': line.task = CommandLine::Task::usage_error; break;
    default: take_obsolete(line, option); break;
  }
}

// True when the option carries a value and was dealt with.
bool take_value(CommandLine& line, int option, const char* value) {
  switch (option) {
    case 1: add_define(line, OrderedAction::Kind::file, value); return true;
    case 'D': add_define(line, OrderedAction::Kind::define, value); return true;
    case 'U': add_define(line, OrderedAction::Kind::undefine, value); return true;
    case 't': add_define(line, OrderedAction::Kind::trace, value); return true;
    case 'd': take_debug_flags(line, value); return true;
    case kDebugFileOption:
    case 'o': take_debug_file(line, option, value); return true;
    case 'F': line.freeze_file = value; return true;
    case 'R': line.reload_file = value; return true;
    case 'I': line.include_folders.emplace_back(value); return true;
    case 'l': line.argument_length = static_cast<size_t>(std::max<int64_t>(0, parse_leading_int(value))); return true;
    case 'L': line.engine.nesting_limit = static_cast<size_t>(std::max<int64_t>(0, parse_leading_int(value))); return true;
    case 'H': return true;
    case kWarnSequence:
      if (value && *value == '\0') {
        line.engine.warn_sequence.reset();
      } else {
        line.engine.warn_sequence = value ? value : kDefaultWarnSequence;
      }
      return true;
    default: return false;
  }
}

}  // namespace

CommandLine parse_command_line(int argc, char** argv) {
  CommandLine line;
  line.engine.program = argc > 0 ? argv[0] : "m4cf";
  std::vector<char*> words = take_own_options(argc, argv, line);
  int count = static_cast<int>(words.size()) - 1;
  size_t slash = line.engine.program.rfind('/');
  std::string called = slash == std::string::npos ? line.engine.program : line.engine.program.substr(slash + 1);
  line.engine.advise = called == "m4cf";  // under another name nothing is said that GNU m4 does not say
  optind = 1;
  for (;;) {
    int which = -1;
    int option = getopt_long(count, words.data(), kShort, kLong, &which);
    if (option == -1) break;
    if (option == 'N') {
      note(line, std::string("warning: `m4 ") + (which >= 0 ? "--diversions" : "-N") + "' is deprecated");
    } else if (option == 'o' && called == "m4cf" && words[static_cast<size_t>(optind) - 1][1] != '-') {
      line.output_file = optarg;
    } else if (!take_value(line, option, optarg)) {
      take_switch(line, option);
      if (line.task == CommandLine::Task::usage_error || line.task == CommandLine::Task::help ||
          line.task == CommandLine::Task::version) {
        return line;
      }
    }
  }
  for (int i = optind; i < count; i++) add_define(line, OrderedAction::Kind::file, words[static_cast<size_t>(i)]);
  return line;
}

std::string version_text() {
  return "m4cf (sendmaild) 0.1.0\n"
         "A macro processor that behaves as GNU M4 1.4.19 does.\n";
}

std::string help_text(const std::string& program) {
  return "Usage: " + program +
         " [OPTION]... [FILE]...\n"
         "Expands the macros of each FILE and writes the result to the standard output. Reads the\n"
         "standard input when no FILE is given and where one is `-'.\n"
         "\n"
         "Running:\n"
         "      --help                    show this text\n"
         "      --version                 show the version\n"
         "  -E, --fatal-warnings          a warning makes the exit status 1; given twice, stop at it\n"
         "  -i, --interactive             write at once, do not let interrupts end the run\n"
         "  -P, --prefix-builtins         every builtin is called m4_NAME\n"
         "  -Q, --quiet, --silent         no warnings about argument counts\n"
         "      --warn-macro-sequence[=REGEXP]\n"
         "                                warn about definitions that contain REGEXP,\n"
         "                                usually \\$\\({[^}]*}\\|[0-9][0-9]+\\)\n"
         "\n"
         "Preparing:\n"
         "  -D, --define=NAME[=VALUE]     define NAME\n"
         "  -U, --undefine=NAME           forget NAME\n"
         "  -I, --include=DIRECTORY       look for included files here too\n"
         "  -s, --synclines               write `#line NUM \"FILE\"' where the origin changes\n"
         "  -g, --gnu                     GNU extensions on (this is so from the start)\n"
         "  -G, --traditional             GNU extensions off\n"
         "  -H, --hashsize=PRIME          accepted, has no effect\n"
         "  -L, --nesting-limit=NUMBER    deepest nesting of calls, 0 for no limit [0]\n"
         "\n"
         "Frozen state:\n"
         "  -F, --freeze-state=FILE       write definitions and diversions to FILE at the end\n"
         "  -R, --reload-state=FILE       start with those of FILE\n"
         "\n"
         "Watching:\n"
         "  -d, --debug[=FLAGS]           what to show; without FLAGS `aeq'\n"
         "      --debugfile[=FILE]        where to show it; an empty FILE: nowhere\n"
         "  -l, --arglength=NUM           cut arguments and texts at NUM bytes\n"
         "  -t, --trace=NAME              trace NAME\n"
         "\n"
         "FLAGS: a arguments, c the stages of a call, e expansions, f file names, i files read,\n"
         "l line numbers, p files found through the path, q quotes, t every macro, x call numbers,\n"
         "V all of these.\n"
         "\n"
         "Not in GNU m4:\n"
         "      --output=FILE             write to FILE, and only if all went well (m4cf: also -o)\n"
         "      --explain                 with each message, the calls that led there\n"
         "      --lint                    check sendmail.mc files and say what looks wrong\n"
         "\n"
         "M4PATH names more folders to search, with colons between them.\n"
         "The exit status is 0, 1 after an error, 63 for a frozen file of another version, or what\n"
         "m4exit was given.\n";
}

}  // namespace sm::m4cf
