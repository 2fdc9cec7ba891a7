// See the header. The first word of the line counts, in any case; the rest is ignored.
#include "sendmaild/daemon/control_command.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"

namespace sm::daemon {
namespace {

std::string_view first_word(std::string_view line) {
  size_t begin = 0;
  while (begin < line.size() && ascii::is_space(line[begin])) ++begin;
  size_t end = begin;
  while (end < line.size() && line[end] != '\0' && !ascii::is_space(line[end])) ++end;
  return line.substr(begin, end - begin);
}

std::string status(const ControlFacts& facts) {
  int64_t free = facts.file_systems.empty() ? -1 : facts.file_systems[0].kilobytes;
  std::string text = fmt::format("{}/{}/{}/{}\r\n", facts.children, facts.max_children, free, facts.load);
  for (const ControlFacts::Process& process : facts.processes) text += fmt::format("{} {}\r\n", process.pid, process.title);
  return text;
}

// For programs. M, free memory, and Q, messages waiting, are known to sendmail with RefuseLowMem and shared memory only.
std::string machine_status(const ControlFacts& facts) {
  std::string text = fmt::format("C:{}\r\nM:0\r\nL:{}\r\nQ:NOTCONFIGURED:-1\r\n", facts.children, facts.load);
  for (size_t i = 0; i < facts.file_systems.size(); ++i) {
    text += fmt::format("D:{}/{}/{}\r\n", i, facts.file_systems[i].folder, facts.file_systems[i].kilobytes);
  }
  for (const ControlFacts::Process& process : facts.processes) text += fmt::format("P:{} {}\r\n", process.pid, process.title);
  return text;
}

}  // namespace

ControlAnswer answer_control_command(std::string_view line, const ControlFacts& facts) {
  std::string_view word = first_word(line);
  std::string command = ascii::lower(word);
  if (command == "help") return {facts.help(), ControlRequest::none};
  if (command == "status") return {status(facts), ControlRequest::none};
  if (command == "mstat") return {machine_status(facts), ControlRequest::none};
  if (command == "restart") return {"OK\r\n", ControlRequest::restart};
  if (command == "shutdown") return {"OK\r\n", ControlRequest::shutdown};
  if (command == "memdump") {
    return {"Memory dump unavailable.\r\nTo fix, run sendmail with -dsm_check_heap.4\r\n", ControlRequest::none};
  }
  return {fmt::format("Bad command ({})\r\n", word), ControlRequest::none};
}

}  // namespace sm::daemon
