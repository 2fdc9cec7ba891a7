// See the header.
#include "makemap/build_map.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "lib/base/text.h"
#include "lib/mapfile/map_file_writer.h"
#include "makemap/hints.h"

namespace sm::makemap {

namespace {

using mapsource::LineProblem;

// Enough that a map of this size is built without going back to the disk for pages, within bounds. The memory is
// taken only as far as it is used.
size_t cache_for(size_t asked, size_t input_bytes) {
  constexpr size_t kSmallest = size_t{8} << 20;
  constexpr size_t kLargest = size_t{1} << 30;
  if (input_bytes == 0) input_bytes = size_t{64} << 20;
  return std::max(asked, std::clamp(input_bytes * 3, kSmallest, kLargest));
}

size_t size_of_input(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<size_t>(status.st_size);
}

class Builder {
 public:
  Builder(const MakemapOptions& options, mapfile::MapFileWriter& writer) : options_(options), writer_(writer) {
    duplicates_ = options.duplicates ? mapfile::Duplicates::allow
                  : options.replace  ? mapfile::Duplicates::replace
                                     : mapfile::Duplicates::refuse;
    check_actions_ = is_access_map(options.map_name);
  }

  void take(mapsource::SourceLine& line) {
    switch (line.problem) {
      case LineProblem::too_long:
        refuse(line, fmt::format("line too long ({} bytes max)", mapsource::kMaxLine + 2));
        return;
      case LineProblem::leading_space:
        refuse(line, "syntax error (leading space)");
        hint("a key begins in the first column");
        return;
      case LineProblem::no_value:
        refuse(line, fmt::format("no RHS for LHS {}", line.key));
        hint(fmt::format("write a value behind the key, as in: {}\tRELAY", line.key));
        return;
      case LineProblem::none:
        store(line);
    }
  }

  void hint(const std::string& text) {
    if (std::exchange(hinted_, true)) return;
    fmt::print(stderr, "makemap: hint: {}\n", text);
  }

  ExitStatus status() const { return status_; }

 private:
  void refuse(const mapsource::SourceLine& line, const std::string& what) {
    report(line, what);
    status_ = ExitStatus::data_error;
  }

  void report(const mapsource::SourceLine& line, const std::string& what) {
    std::fflush(stdout);
    fmt::print(stderr, "makemap: {}: line {}: {}\n", options_.map_name, line.number, what);
  }

  void store(mapsource::SourceLine& line) {
    if (options_.verbose) fmt::print("key=`{}', val=`{}'\n", line.key, line.value);
    if (check_actions_) {
      std::string doubt = access_value_hint(line.value);
      if (!doubt.empty()) report(line, "warning: " + doubt);
    }
    if (options_.null_terminated) {
      line.key.push_back('\0');
      line.value.push_back('\0');
    }
    Result<mapfile::Stored> stored = writer_.put(line.key, line.value, duplicates_);
    if (options_.null_terminated) line.key.pop_back();
    if (!stored) {
      report(line, fmt::format("key {}: put error: {}", line.key, stored.error().text));
      status_ = ExitStatus::io_error;
    } else if (*stored == mapfile::Stored::already_there) {
      refuse(line, fmt::format("key {}: duplicate key", line.key));
    }
  }

  const MakemapOptions& options_;
  mapfile::MapFileWriter& writer_;
  mapfile::Duplicates duplicates_ = mapfile::Duplicates::refuse;
  bool check_actions_ = false;
  bool hinted_ = false;
  ExitStatus status_ = ExitStatus::ok;
};

}  // namespace

ExitStatus build_map(const MakemapOptions& options, const ToolConfig& config, int input) {
  std::optional<mapfile::FileType> asked = mapfile::find_file_type(options.type);
  if (!asked) {
    report_open_error(options.type, options.map_name, options.map_name, "Unknown database type");
    return ExitStatus::cannot_create;
  }
  std::string path = mapfile::file_path(*asked, options.map_name);
  std::optional<mapfile::FileType> type =
      options.append ? mapfile::existing_type(*asked, options.map_name) : mapfile::concrete_type(*asked, options.map_name);
  if (!type) {
    report_open_error(options.type, options.map_name, path, "No such file or directory");
    return ExitStatus::cannot_create;
  }
  size_t input_bytes = size_of_input(input);
  constexpr size_t kUsualLine = 32;
  mapfile::WriteOptions write_options{
      .type = *type,
      .keep_entries = options.append,
      .must_exist = options.append,
      .allow_duplicates = options.duplicates,
      .cache_bytes = cache_for(options.cache_bytes, input_bytes),
      .expected_entries = input_bytes / kUsualLine,
      .owner = ::geteuid() == 0 ? config.trusted_user : std::nullopt};
  Result<std::unique_ptr<mapfile::MapFileWriter>> writer = mapfile::MapFileWriter::open(path, write_options);
  if (!writer) {
    report_open_error(options.type, options.map_name, path, writer.error().text);
    return ExitStatus::cannot_create;
  }
  mapsource::MapSource source(input, options.source);
  Builder builder(options, **writer);
  mapsource::SourceLine line;
  for (;;) {
    Result<bool> more = source.next(line);
    if (!more) {
      fmt::print(stderr, "makemap: {}: {}\n", options.map_name, more.error().text);
      return ExitStatus::io_error;
    }
    if (!*more) break;
    builder.take(line);
  }
  if (source.saw_carriage_return()) {
    builder.hint(fmt::format("lines end in CR LF, and the CR belongs to the values: sed -i 's/\\r$//' {}", options.map_name));
  }
  if (Result<void> done = (*writer)->commit(); !done) {
    fmt::print(stderr, "makemap: Error closing map {}: {}\n", options.map_name, done.error().text);
    return ExitStatus::io_error;
  }
  return builder.status();
}

}  // namespace sm::makemap
