// The command line of m4cf: that of GNU m4, abbreviations and ordering included, and a few options of our own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "m4cf/engine.h"

namespace sm::m4cf {

// -D, -U, -t, --debugfile and files take effect in the order they were given.
struct OrderedAction {
  enum class Kind { define, undefine, trace, debug_file, file };
  Kind kind;
  std::string text;
  // --debugfile without a file name.
  bool has_text = true;
  // The name of a debug file in messages.
  std::string shown;
};

struct CommandLine {
  enum class Task { run, help, version, usage_error, lint };
  Task task = Task::run;
  EngineOptions engine;
  unsigned debug_flags = 0;
  size_t argument_length = 0;
  std::vector<std::string> include_folders;
  std::string freeze_file;
  std::string reload_file;
  // --output: written whole or not at all.
  std::string output_file;
  bool explain = false;
  std::vector<OrderedAction> actions;
};

// Reads argv; messages about options go to the standard error as they come up, as those of getopt do.
CommandLine parse_command_line(int argc, char** argv);
std::string help_text(const std::string& program);
std::string version_text();

}  // namespace sm::m4cf
