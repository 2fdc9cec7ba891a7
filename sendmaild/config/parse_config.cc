// The order of a reading: start content, command line, lines, end content, checks.
#include "sendmaild/config/parse_config.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "lib/base/posix.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/config/cf_reader.h"
#include "sendmaild/config/reading.h"

#include <fcntl.h>

namespace sm::config {
namespace {

constexpr size_t kLargestFile = 64 << 20;

std::string advice_for(std::string_view line) {
  // Slips that are easy to make and hard to see.
  if (line.starts_with("0 ")) return "the line begins with the digit 0; option lines begin with the letter O";
  if (line.starts_with("o ")) return "the line begins with a small o; option lines begin with a capital O";
  if (line.starts_with("\n")) return "the line begins with a blank, which makes it a continuation of the line before";
  if (line.starts_with("cw")) return "class lines begin with a capital C: Cw";
  if (line.starts_with("d") || line.starts_with("m")) return "line types are capital letters";
  if (line.starts_with("define")) return "an m4 statement: it belongs into the .mc file, with no blank before its bracket";
  return {};
}

void parse_line(Reading& reading, std::string_view text) {
  // A line that was a lone dollar sign has nothing left.
  if (text.empty()) return reading.error("unknown configuration line \"\"");
  std::string_view body = text.substr(1);
  switch (text[0]) {
    case 'C': return parse_class(reading, body);
    case 'D': return parse_define(reading, body);
    case 'E': return parse_environment(reading, body);
    case 'F': return parse_class_file(reading, body);
    case 'H': return parse_header_line(reading, body);
    case 'K': return parse_map(reading, body);
    case 'M': return parse_mailer(reading, body);
    case 'O': return parse_option_line(reading, body);
    case 'P': return parse_precedence(reading, text);
    case 'Q': return parse_queue_group(reading, body);
    case 'R': return parse_rule(reading, text);
    case 'S': return parse_ruleset(reading, body);
    case 'T': return parse_trusted(reading, body);
    case 'V': return parse_version(reading, body);
    case 'X': return parse_milter(reading, body);
    default:
      reading.error(fmt::format("unknown configuration line \"{}\"", quoted_line(text)), advice_for(text));
  }
}

void add_long_name(Config& config, std::string_view text, size_t brace) {
  std::string name = address::parse_name(text.substr(brace)).name;
  if (name.size() < 2) return;
  if (std::find(config.long_names.begin(), config.long_names.end(), name) == config.long_names.end())
    config.long_names.push_back(std::move(name));
}

// The long names of a line: those behind dollar signs first, then the one that the line defines.
void note_long_names(Config& config, std::string_view text) {
  for (size_t brace = text.find('{', 1); brace != std::string_view::npos; brace = text.find('{', brace + 1)) {
    switch (text[brace - 1]) {
      case address::meta::kMacro:
      case address::meta::kDeferredMacro:
      case address::meta::kIf:
      case address::meta::kClass:
      case address::meta::kNotClass:
        add_long_name(config, text, brace);
        break;
      default:
        break;
    }
  }
  bool defines = text.size() > 1 && text[1] == '{' && (text[0] == 'D' || text[0] == 'C' || text[0] == 'F');
  if (defines) add_long_name(config, text, 1);
}

void read_lines(Reading& reading, std::string_view text) {
  CfReader reader(text);
  while (std::optional<LogicalLine> line = reader.next()) {
    reading.line = line->line;
    for (const std::string& error : line->errors) reading.error(error);
    note_long_names(reading.config, line->text);
    parse_line(reading, line->text);
    if (reading.stop) break;
    reader.set_inline_comments(reading.config.version_level == 0 || reading.config.version_level >= 3);
  }
  reading.line = 0;
}

void apply_command_line(Reading& reading) {
  for (const auto& [name, value] : reading.command_line.macros) reading.config.macros[name] = value;
  for (const CommandLineSettings::Option& option : reading.command_line.options) {
    set_option(reading, address::encode_dollars(option.text).text, option.long_form, true);
    if (reading.stop) return;
  }
}

ParseOutcome finish(Reading&& reading) {
  ParseOutcome outcome;
  outcome.status = reading.status;
  outcome.fatal = reading.stop;
  outcome.drop_privileges = reading.drop_privileges;
  outcome.config = std::make_shared<const Config>(std::move(reading.config));
  return outcome;
}

ParseOutcome run(Reading&& reading, std::string_view text) {
  add_start_content(reading);
  apply_command_line(reading);
  if (!reading.stop) read_lines(reading, text);
  if (!reading.stop) add_end_content(reading);
  number_rulesets(reading);
  if (!reading.stop) cross_check(reading);
  return finish(std::move(reading));
}

Reading begin(const std::string& path, const CommandLineSettings& command_line, const HostFacts& host,
              const ParseHooks& hooks, const ComplaintSink& sink) {
  Reading reading{command_line, host, hooks, sink, {}};
  reading.config.file = path;
  return reading;
}

// The text of the file, or a complaint.
std::optional<std::string> read_cf(Reading& reading, const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!fd.valid() || ::fstat(fd.get(), &status) != 0) {
    reading.system_error(fmt::format("{}: line 0: cannot open", path), errno);
    reading.status = ExitStatus::os_file;
    return std::nullopt;
  }
  if (!S_ISREG(status.st_mode)) {
    reading.error(fmt::format("{}: line 0: not a plain file", path));
    reading.status = ExitStatus::os_file;
    return std::nullopt;
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && reading.command_line.warn_permissions)
    reading.warning(fmt::format("{}: WARNING: dangerous write permissions", path));
  Result<std::string> text = read_all(fd.get(), kLargestFile);
  if (!text) {
    reading.error(text.error().text);
    reading.status = ExitStatus::os_file;
    return std::nullopt;
  }
  return *std::move(text);
}

}  // namespace

ParseOutcome parse_config_text(std::string_view text, const std::string& path,
                               const CommandLineSettings& command_line, const HostFacts& host,
                               const ParseHooks& hooks, const ComplaintSink& sink) {
  return run(begin(path, command_line, host, hooks, sink), text);
}

ParseOutcome parse_config(const std::string& path, const CommandLineSettings& command_line, const HostFacts& host,
                          const ParseHooks& hooks, const ComplaintSink& sink) {
  Reading reading = begin(path, command_line, host, hooks, sink);
  std::optional<std::string> text = read_cf(reading, path);
  if (!text) {
    reading.stop = true;
    return finish(std::move(reading));
  }
  return run(std::move(reading), *text);
}

}  // namespace sm::config
