// F lines: class members out of files, programs and maps. Read once, while the configuration is read.
// Security: files pass the safety rules; programs run without a shell, with the arguments as written.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/safe_open.h"
#include "lib/base/text.h"
#include "sendmaild/config/line_format.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr size_t kLargestFile = 256 << 20;
constexpr std::string_view kFirstWord = "%s";

// What the format takes of each line is split at blanks.
void add_lines(ClassTable& classes, const std::string& name, std::string_view text, std::string_view format) {
  for (std::string_view line : split(text, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    std::optional<std::string> taken = scan_line(line, format);
    if (!taken) continue;
    for (std::string_view word : words(*taken)) classes.add(name, address::quote_encoded(word));
  }
}

void read_class_file(Reading& reading, const std::string& name, const std::string& path,
                     std::string_view format, bool optional) {
  const BlameFlags& blame = reading.config.options.dont_blame_sendmail;
  SafeRules rules{SafeRule::regular_only};
  rules.set(SafeRule::safe_folders, !blame.has(Blame::class_file_in_unsafe_dir_path));
  rules.set(SafeRule::group_writable_folders_are_safe, blame.has(Blame::group_writable_dir_path_safe));
  rules.set(SafeRule::trust_sticky, blame.has(Blame::trust_sticky_bit));
  rules.set(SafeRule::no_link_in_unsafe_folder, !blame.has(Blame::linked_class_file_in_writable_dir));
  rules.set(SafeRule::root_may);
  FileUser reader;
  reader.uid = ::geteuid();
  reader.gid = ::getegid();
  reader.trusted_uid = reading.config.options.trusted_user.uid;
  Result<SafeFile> opened = safe_open(path, O_RDONLY, 0, reader, rules);
  if (!opened) {
    if (!optional) reading.unsafe_file(fmt::format("fileclass: cannot open '{}'", path), opened.error().text);
    return;
  }
  Result<std::string> text = read_all(opened->fd.get(), kLargestFile);
  if (!text) return reading.error(text.error().text);
  add_lines(reading.config.classes, name, *text, format);
}

// Runs a program and adds the first word of each line it prints.
void read_class_program(Reading& reading, const std::string& name, std::string_view command) {
  std::vector<std::string> argv;
  for (std::string_view word : words(command)) argv.emplace_back(word);
  if (argv.empty()) return reading.user_error("fileclass: missing program name");
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return reading.system_error("fileclass: pipe", errno);
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
  std::vector<char*> pointers;
  for (std::string& word : argv) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  int failed = ::posix_spawn(&child, argv[0].c_str(), &actions, nullptr, pointers.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  write_end.reset();
  // Not an error: sendmail starts with an empty class, too.
  if (failed != 0) return reading.user_error(fmt::format("fileclass: cannot run {}: {}", argv[0], std::strerror(failed)));
  Result<std::string> text = read_all(read_end.get(), kLargestFile);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (text) add_lines(reading.config.classes, name, *text, kFirstWord);
}

// `[key]@class:spec`; true when the body has that form.
bool read_class_map(Reading& reading, const std::string& name, std::string_view body) {
  size_t at = body.find('@');
  if (at == std::string_view::npos || body.substr(0, at).find_first_of("/| \t\"") != std::string_view::npos) return false;
  std::string key = plain(body.substr(0, at));
  std::string map = plain(body.substr(at + 1));
  if (!reading.hooks.read_class_from_map) return true;
  Result<std::vector<std::string>> members = reading.hooks.read_class_from_map({name, key, map}, reading.config);
  if (!members) {
    reading.error(fmt::format("fileclass: F{{{}}}: {}", name, members.error().text));
    return true;
  }
  for (const std::string& word : *members) reading.config.classes.add(name, word);
  return true;
}

// `-o` with a blank behind it: the file may be missing.
bool take_optional(std::string_view& body) {
  if (!body.starts_with("-o") || body.size() < 3 || !ascii::is_space(body[2])) return false;
  body.remove_prefix(2);
  body = trim_left(body);
  return true;
}

}  // namespace

void parse_class_file(Reading& reading, std::string_view body) {
  address::ParsedName parsed = address::parse_name(body);
  for (const std::string& error : parsed.errors) reading.error(error);
  if (!parsed.valid()) return;
  body.remove_prefix(std::min(parsed.length, body.size()));
  body = trim_left(body);
  bool optional = take_optional(body);
  if (body.starts_with("-o")) body = {};
  if (body.empty()) return reading.error("fileclass: missing file name");
  if (read_class_map(reading, parsed.name, body)) return;
  // The name ends at a blank outside quotes; what follows is the format.
  std::string name;
  bool quoted = false;
  size_t i = 0;
  for (; i < body.size() && (quoted || !ascii::is_space(body[i])); ++i) {
    if (body[i] == '"')
      quoted = !quoted;
    else if (body[i] != '\\')
      name += body[i];
  }
  name = plain(name);
  if (name.starts_with('|')) return read_class_program(reading, parsed.name, std::string_view(name).substr(1));
  reading.config.classes.declare(parsed.name);
  std::string format(trim(plain(body.substr(i))));
  if (format.empty()) format = kFirstWord;
  read_class_file(reading, parsed.name, name, format, optional);
}

}  // namespace sm::config
