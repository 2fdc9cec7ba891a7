// Feeding a program: its input is written and its output read in one poll loop, so that neither side can wait for the
// other for ever. A program that stops reading early is judged by its exit status alone.
#include "sendmaild/delivery/program_mailer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/mailer_argv.h"

namespace sm::delivery {
namespace {

constexpr size_t kOutputLimit = 64 * 1024;

void set_nonblocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

// One program's input and output.
class Feeder {
 public:
  Feeder(process::RunningMailer& mailer, message::MessageText& text) : mailer_(mailer), text_(text) {}

  // Until the program has closed its output. Error: the message could not be read.
  Result<void> run() {
    set_nonblocking(mailer_.input.get());
    set_nonblocking(mailer_.output.get());
    Result<void> result;
    while (mailer_.output.valid()) {
      if (mailer_.input.valid() && pending_.empty()) result = refill();
      if (!result) return result;
      wait();
    }
    mailer_.input.reset();
    return result;
  }
  const std::string& output() const { return output_; }

 private:
  Result<void> refill() {
    auto piece = text_.next();
    if (!piece) return piece.error();
    pending_ = std::move(*piece);
    written_ = 0;
    if (pending_.empty()) mailer_.input.reset();
    return {};
  }

  void wait() {
    pollfd fds[2] = {{mailer_.output.get(), POLLIN, 0}, {mailer_.input.get(), POLLOUT, 0}};
    nfds_t count = mailer_.input.valid() ? 2 : 1;
    if (poll(fds, count, -1) < 0) return;
    if (count == 2 && fds[1].revents != 0) write_some();
    if (fds[0].revents != 0) read_some();
  }

  void write_some() {
    ssize_t wrote = write(mailer_.input.get(), pending_.data() + written_, pending_.size() - written_);
    if (wrote < 0) {
      if (errno != EAGAIN && errno != EINTR) mailer_.input.reset();
      return;
    }
    written_ += static_cast<size_t>(wrote);
    if (written_ == pending_.size()) pending_.clear();
  }

  void read_some() {
    char buffer[4096];
    ssize_t got = read(mailer_.output.get(), buffer, sizeof buffer);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
      mailer_.output.reset();
      return;
    }
    if (output_.size() < kOutputLimit) output_.append(buffer, static_cast<size_t>(got));
  }

  process::RunningMailer& mailer_;
  message::MessageText& text_;
  std::string pending_;
  size_t written_ = 0;
  std::string output_;
};

// The text of a message, shown as it is read.
class TappedText final : public message::MessageText {
 public:
  TappedText(std::unique_ptr<message::MessageText> inner, const std::shared_ptr<const TrafficLog>& log)
      : inner_(std::move(inner)), lines_(log, TrafficLog::Direction::out) {}
  Result<std::string> next() override {
    auto piece = inner_->next();
    if (piece) lines_.feed(*piece);
    return piece;
  }
  const std::vector<std::string>& problems() const override { return inner_->problems(); }

 private:
  std::unique_ptr<message::MessageText> inner_;
  TrafficLines lines_;
};

void show_run(const TrafficLog& log, const std::vector<std::string>& argv) {
  std::string command;
  for (const std::string& word : argv) command += " " + word;
  log.note("EXEC" + command);
}

std::vector<std::string> working_directories(const Batch& batch) {
  std::vector<std::string> directories;
  std::string expanded = macros::expand(batch.mailer->directories, batch.macros);
  for (std::string_view directory : split(expanded, ':')) {
    if (!directory.empty()) directories.emplace_back(directory);
  }
  return directories;
}

Outcome cannot_run(const Batch& batch, const Error& error) {
  bool again = error.status == ExitStatus::temp_fail || batch.mailer->flags.has('l');
  log::write(log::Priority::critical, batch.envelope->id, "SYSERR(root): " + error.text);
  Outcome outcome = outcome_of_status(again ? ExitStatus::os_error : ExitStatus::unavailable, "");
  outcome.transcript = "554 5.0.0 " + error.text + "\n" + outcome.transcript;
  return outcome;
}

}  // namespace

Outcome outcome_of_program(const config::Mailer& mailer, const process::ChildStatus& status) {
  if (!status.exited) {
    Outcome outcome = outcome_of_status(ExitStatus::temp_fail, "");
    outcome.stat = "Deferred";
    outcome.transcript = fmt::format("451 4.3.0 mailer {} died with signal {}{}", mailer.name, status.signal,
                                     status.core_dumped ? " (core dumped)" : "");
    return outcome;
  }
  std::string detail;
  if (status.exit_code == to_int(ExitStatus::temp_fail)) {
    detail = fmt::format("{} mailer ({}) exited with EX_TEMPFAIL", mailer.name, mailer.path);
  }
  Outcome outcome = outcome_of_status(status.exit_code, detail);
  if (outcome.kind == Outcome::Kind::failed) outcome.reply = std::to_string(status.exit_code);
  return outcome;
}

Outcomes run_program_mailer(const Site& site, process::HelperClient& helper, Batch& batch) {
  auto argv = mailer_argv(batch);
  if (!argv) return all_alike(batch, cannot_run(batch, argv.error()));
  message::MessageForm form = message_form(site, batch);
  auto text = message::MessageText::create(*batch.envelope, batch.body, form);
  if (!text) return all_alike(batch, outcome_of_status(text.error().status, text.error().text));
  process::RunRequest request;
  request.mailer = batch.mailer->index;
  request.argv = *argv;
  request.directories = working_directories(batch);
  request.user = run_user(site, batch);
  if (batch.traffic) {
    show_run(*batch.traffic, *argv);
    *text = std::make_unique<TappedText>(*std::move(text), batch.traffic);
  }
  auto running = helper.run(request);
  if (!running) return all_alike(batch, cannot_run(batch, running.error()));
  Feeder feeder(**running, **text);
  auto fed = feeder.run();
  auto status = (*running)->wait();
  for (std::string_view line : split(trim_right(feeder.output()), '\n')) {
    if (!line.empty()) batch.transcript.emplace_back(line);
  }
  if (!status) return all_alike(batch, cannot_run(batch, status.error()));
  if (!fed) return all_alike(batch, outcome_of_status(ExitStatus::io_error, fed.error().text));
  return all_alike(batch, outcome_of_program(*batch.mailer, *status));
}

}  // namespace sm::delivery
