// editmap(8): asks, changes or removes one entry of a database file. A change is made on a copy that replaces the file
// when it is complete.
#include <fmt/core.h>
#include <unistd.h>

#include "lib/base/ascii.h"
#include "lib/mapfile/map_file.h"
#include "lib/mapfile/map_file_writer.h"
#include "makemap/tool_config.h"

namespace {

using namespace sm;
using namespace sm::makemap;

struct Task {
  std::string config_file{kDefaultConfig};
  bool fold_key = true;
  bool null_terminated = false;
  char action = '\0';  // q u x
  std::string type;
  std::string map_name;
  std::string key;
  std::string value;
};

std::optional<Task> wrong_usage() {
  fmt::print(stderr, "Usage: editmap [-C cffile] [-N] [-f] [-q|-u|-x] maptype mapname key [ \"value ...\" ]\n");
  return std::nullopt;
}

std::optional<Task> parse(int argc, char** argv) {
  Task task;
  int letter = 0;
  while ((letter = ::getopt(argc, argv, "C:fquxN")) != -1) {
    switch (letter) {
      case 'C': task.config_file = optarg; break;
      case 'f': task.fold_key = false; break;
      case 'N': task.null_terminated = true; break;
      case 'q':
      case 'u':
      case 'x':
        if (task.action != '\0' && task.action != letter) return wrong_usage();
        task.action = static_cast<char>(letter);
        break;
      default: return wrong_usage();
    }
  }
  int operands = argc - optind;
  bool enough = task.action == 'u' ? operands >= 4 : operands == 3;
  if (task.action == '\0' || !enough) return wrong_usage();
  task.type = argv[optind];
  task.map_name = argv[optind + 1];
  task.key = argv[optind + 2];
  if (task.fold_key) task.key = ascii::lower(task.key);
  if (task.action == 'u') task.value = argv[optind + 3];
  return task;
}

std::string stored_form(const Task& task, const std::string& text) {
  std::string form = text;
  if (task.null_terminated) form.push_back('\0');
  return form;
}

ExitStatus open_error(const Task& task, const std::string& reason) {
  fmt::print(stderr, "editmap: error opening type {} map {}: {}\n", task.type, task.map_name, reason);
  return ExitStatus::cannot_create;
}

ExitStatus failed(const Task& task, const std::string& reason) {
  fmt::print(stderr, "editmap: {}: key {}: {}\n", task.map_name, task.key, reason);
  return ExitStatus::io_error;
}

ExitStatus query(const Task& task, mapfile::FileType type, const std::string& path) {
  auto file = mapfile::open_map_file(type, path);
  if (!file) return open_error(task, file.error().text);
  mapfile::SharedLock lock((*file)->fd());
  auto value = (*file)->get(stored_form(task, task.key));
  if (!value) return failed(task, value.error().text);
  if (!*value) {
    fmt::print(stderr, "editmap: couldn't find key {} in map {}\n", task.key, task.map_name);
    return ExitStatus::unavailable;
  }
  std::string text = **value;
  fmt::print("{}\n", text.substr(0, text.find('\0')));
  return ExitStatus::ok;
}

ExitStatus change(const Task& task, const ToolConfig& config, mapfile::FileType type, const std::string& path) {
  mapfile::WriteOptions options{.type = type, .keep_entries = true};
  if (::geteuid() == 0) options.owner = config.trusted_user;
  auto writer = mapfile::MapFileWriter::open(path, options);
  if (!writer) return open_error(task, writer.error().text);
  if (task.action == 'u') {
    auto stored = (*writer)->put(stored_form(task, task.key), stored_form(task, task.value), mapfile::Duplicates::replace);
    if (!stored) return failed(task, stored.error().text);
  } else {
    Result<bool> erased = (*writer)->erase(stored_form(task, task.key));
    if (!erased) return failed(task, erased.error().text);
    if (!*erased) fmt::print(stderr, "editmap: key {} doesn't exist in map {}\n", task.key, task.map_name);
  }
  if (Result<void> done = (*writer)->commit(); !done) return failed(task, done.error().text);
  return ExitStatus::ok;
}

ExitStatus run(const Task& task, const ToolConfig& config) {
  std::optional<mapfile::FileType> asked = mapfile::find_file_type(task.type);
  if (!asked) return open_error(task, "Unknown database type");
  std::optional<mapfile::FileType> there = mapfile::existing_type(*asked, task.map_name);
  std::string path = mapfile::file_path(*asked, task.map_name);
  if (task.action != 'q') return change(task, config, there.value_or(mapfile::FileType::hash), path);
  return there ? query(task, *there, path) : open_error(task, "Unknown database type");
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<Task> task = parse(argc, argv);
  if (!task) return to_int(ExitStatus::usage);
  Result<ToolConfig> config = read_tool_config(task->config_file);
  if (!config) {
    fmt::print(stderr, "editmap: {}\n", config.error().text);
    return to_int(ExitStatus::no_input);
  }
  return to_int(run(*task, *config));
}
