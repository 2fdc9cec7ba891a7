// program: runs a program with the key as last argument; the first line it prints is the answer, its exit status the
// status.
// Security: no shell; the program runs as DefaultUser when this process is root, with a fixed environment.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "lib/base/text.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"
#include "sendmaild/process/spawn.h"

namespace sm::maps {

namespace {

constexpr size_t kMaxOutput = 2047;

// Everything up to the limit; more is read and dropped so that the program does not die of it.
std::string read_output(int fd) {
  std::string output;
  std::array<char, 2048> block{};
  for (;;) {
    ssize_t got = ::read(fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return output;
    output.append(block.data(), std::min(static_cast<size_t>(got), kMaxOutput - output.size()));
  }
}

class ProgramMap final : public OpenedMap {
 public:
  ProgramMap(MapFlags flags, const config::Config* config, std::vector<std::string> command)
      : OpenedMap(std::move(flags)), config_(config), command_(std::move(command)) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "prog_map_lookup({}, {}) {}", title().name, question.key, command_.front());
    context.note(21, "prog_open: {} {}", fmt::join(command_, " "), question.key);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return not_now();
    UniqueFd reading(ends[0]);
    UniqueFd writing(ends[1]);
    UniqueFd input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    process::SpawnRequest request;
    request.path = command_.front();
    request.argv = command_;
    request.argv.emplace_back(question.key);
    request.environment = {"PATH=/usr/bin:/bin:/usr/ucb", "AGENT=sendmail"};
    request.input = input.get();
    request.output = writing.get();
    // What the program says about itself is no answer.
    request.errors = STDERR_FILENO;
    request.identity = identity();
    request.directories = {"/"};
    Result<pid_t> child = process::spawn(request);
    writing.reset();
    if (!child) return absent(ExitStatus::config);
    std::string output = read_output(reading.get());
    process::ChildStatus status = process::wait_for(*child);
    std::string line = output.substr(0, output.find('\n'));
    if (output.empty()) context.note(20, "prog_map_lookup({}): empty answer", title().name);
    if (!status.exited) return absent(ExitStatus::os_error);
    if (status.exit_code == to_int(ExitStatus::temp_fail)) return not_now();
    if (status.exit_code != 0) return absent(static_cast<ExitStatus>(status.exit_code));
    if (line.empty()) return absent();
    return found(line, question, flags_);
  }
  bool may_block() const override { return true; }

 private:
  process::Identity identity() const {
    if (::geteuid() != 0 || config_ == nullptr) return process::current_identity();
    const config::UserAndGroup& user = config_->options.default_user;
    return process::identity_for(user.uid, user.gid, user.name);
  }

  const config::Config* config_;
  std::vector<std::string> command_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_program_map(MapMaker& maker) {
  MapFlags flags;
  std::string rest = parse_common_flags(maker, flags);
  std::vector<std::string> command;
  for (std::string_view word : words(rest)) command.emplace_back(word);
  if (take_file(maker, rest).empty()) return nullptr;
  return std::make_unique<ProgramMap>(std::move(flags), maker.config, std::move(command));
}

}  // namespace sm::maps
