// See the header. The command is read from left to right: a program, its words, then && or || and the next program.
#include "smrsh/command_line.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::smrsh {
namespace {

constexpr std::string_view kForbidden = "<|>^();&`$\r\n";
constexpr size_t kLengthLimit = 1000;

char seven_bit(char c) { return static_cast<char>(c & 0x7f); }

bool is_forbidden(char c) { return kForbidden.find(seven_bit(c)) != std::string_view::npos; }

bool takes_operator(std::string_view& rest, std::string& out) {
  for (std::string_view symbol : {"&&", "||"}) {
    if (rest.substr(0, 2) != symbol) continue;
    out += fmt::format(" {} ", symbol);
    rest.remove_prefix(2);
    return true;
  }
  return false;
}

Checked refuse(std::string said, std::string logged, ExitStatus status = ExitStatus::unavailable) {
  return {"", {std::move(said), std::move(logged), status}};
}

Checked refuse_program(std::string_view program, const char* reason) {
  return refuse(fmt::format("\"{}\" not available for sendmail programs{}", program, reason),
                fmt::format("attempt to use \"{}\"{}", program, reason));
}

std::string_view base_name(std::string_view word) {
  for (size_t i = word.size(); i > 0; i--)
    if (seven_bit(word[i - 1]) == '/') return word.substr(i);
  return word;
}

std::string_view take_word(std::string_view& rest) {
  rest = trim_left(rest);
  size_t end = 0;
  while (end < rest.size() && !ascii::is_space(rest[end])) end++;
  std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

}  // namespace

Checked check_command(std::string_view command, const std::string& folder,
                      const std::function<Availability(const std::string& path)>& look_up) {
  if (command.size() + folder.size() >= kLengthLimit)
    return refuse(fmt::format("command too long: {}", command), fmt::format("command too long: {}", command));
  std::string out;
  std::string_view rest = trim_left(command);
  if (rest.empty()) return refuse("Usage: smrsh -c command", "usage", ExitStatus::usage);
  for (bool after_exec = false; !rest.empty();) {
    std::string_view program = base_name(take_word(rest));
    if (program.empty() && after_exec) return refuse("missing command to exec", "missing command to exec");
    for (char c : program)
      if (is_forbidden(c)) return refuse_program(program, " (stat failed)");
    if (program == "exec" && !after_exec) {
      out += "exec ";
      after_exec = true;
      if (trim_left(rest).empty()) return refuse("missing command to exec", "missing command to exec");
      continue;
    }
    after_exec = false;
    if (program == "exit" || program == "echo") {
      out += program;
    } else {
      std::string path = fmt::format("{}/{}", folder, program);
      Availability found = program.empty() ? Availability::not_a_file : look_up(path);
      if (found == Availability::stat_failed) return refuse_program(program, " (stat failed)");
      if (found == Availability::not_a_file) return refuse_program(program, " (not a file)");
      out += path;
    }
    while (!rest.empty() && !takes_operator(rest, out)) {
      if (is_forbidden(rest.front()))
        return refuse(fmt::format("cannot use {} in command", rest.front()),
                      fmt::format("attempt to use {} in command: {}", rest.front(), command));
      out += rest.front();
      rest.remove_prefix(1);
    }
    rest = trim_left(rest);
  }
  return {out, {}};
}

}  // namespace sm::smrsh
