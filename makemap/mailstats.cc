// mailstats(8): prints what sendmail has counted in the file of option StatusFile.
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "lib/base/unique_fd.h"
#include "lib/statistics/statistics_file.h"
#include "makemap/tool_config.h"

namespace {

using namespace sm;
using sm::statistics::ByMailer;
using sm::statistics::Contents;
using sm::statistics::Counters;
using sm::statistics::Trouble;

struct Wishes {
  std::string config_file{makemap::kDefaultConfig};
  std::string file;       // empty: as the configuration says
  bool names = true;
  bool for_programs = false;
  bool clear = false;     // begin anew afterwards
};

// What the columns show of a mailer, or of all.
struct Row {
  int64_t from = 0, kilobytes_from = 0, to = 0, kilobytes_to = 0, rejected = 0, discarded = 0, quarantined = 0;
  bool operator==(const Row&) const = default;
};

Row row_of(const Counters& counters, size_t i) {
  return {counters.messages_from[i], counters.kilobytes_from[i], counters.messages_to[i], counters.kilobytes_to[i],
          counters.rejected[i],      counters.discarded[i],      counters.quarantined[i]};
}

void add(Row& sum, const Row& row) {
  sum.from += row.from;
  sum.kilobytes_from += row.kilobytes_from;
  sum.to += row.to;
  sum.kilobytes_to += row.kilobytes_to;
  sum.rejected += row.rejected;
  sum.discarded += row.discarded;
  sum.quarantined += row.quarantined;
}

void print_row(const std::string& title, const Row& row, const std::string& name, const Wishes& wishes) {
  const char* unit = wishes.for_programs ? "" : "K";
  fmt::print("{:>2} {:>8} {:>10}{} {:>8} {:>10}{}   {:>6}  {:>6}  {:>6}", title, row.from, row.kilobytes_from, unit, row.to,
             row.kilobytes_to, unit, row.rejected, row.discarded, row.quarantined);
  if (!name.empty()) fmt::print("  {}", name);
  fmt::print("\n");
}

void print_head(int64_t started, int64_t now, const Wishes& wishes) {
  if (wishes.for_programs) {
    fmt::print("{} {}\n", started, now);
    return;
  }
  std::time_t when = started;
  char text[64];
  // ctime(3)'s line.
  fmt::print("Statistics from {}", ::ctime_r(&when, text));
  fmt::print(" M   msgsfr  bytes_from   msgsto    bytes_to  msgsrej msgsdis msgsqur{}\n", wishes.names ? "  Mailer" : "");
}

void print(const Contents& contents, const std::vector<std::string>& mailers, int64_t now, const Wishes& wishes) {
  const Counters& counters = contents.counters;
  print_head(contents.started, now, wishes);
  Row sum;
  for (size_t i = 0; i < statistics::kMailers; ++i) {
    Row row = row_of(counters, i);
    if (row == Row()) continue;
    add(sum, row);
    print_row(std::to_string(i), row, wishes.names && i < mailers.size() ? mailers[i] : "", wishes);
  }
  if (!wishes.for_programs) fmt::print("{}\n", std::string(69, '='));
  print_row("T", sum, "", wishes);
  if (wishes.for_programs) {
    fmt::print(" C {:>8} {:>8} {:>6}\n", counters.connections_in, counters.connections_out, counters.rejections);
  } else {
    fmt::print(" C {:>8} {:>10}  {:>8} {:>10}    {:>6}\n", counters.connections_in, "", counters.connections_out, "",
               counters.rejections);
  }
}

int complain(const std::string& text, ExitStatus status) {
  std::fflush(stdout);
  fmt::print(stderr, "mailstats: {}\n", text);
  return to_int(status);
}

int complain_of(Trouble trouble, const Contents& contents, const std::string& file) {
  switch (trouble) {
    case Trouble::wrong_magic:
      return complain("incorrect magic number in " + file, ExitStatus::os_error);
    case Trouble::wrong_version:
      fmt::print(stderr, "mailstats version ({}) incompatible with {} version ({})\n", statistics::kVersion, file,
                 contents.version);
      return to_int(ExitStatus::os_error);
    default: return complain("file size changed.", ExitStatus::os_error);
  }
}

int run(const Wishes& wishes) {
  auto config = makemap::read_tool_config(wishes.config_file);
  if (!config) return complain(config.error().text, ExitStatus::no_input);
  const std::string& file = wishes.file.empty() ? config->status_file : wishes.file;
  if (file.empty()) return complain("no statistics file located", ExitStatus::os_file);
  UniqueFd fd(::open(file.c_str(), (wishes.clear ? O_RDWR : O_RDONLY) | O_CLOEXEC));
  if (!fd.valid()) return complain(file + ": " + std::strerror(errno), ExitStatus::no_input);
  auto reading = statistics::read_contents(fd.get());
  if (!reading) return complain(file + ": " + reading.error().text, ExitStatus::no_input);
  std::time_t now = std::time(nullptr);
  if (reading->trouble == Trouble::empty) {
    reading->contents.started = now;
  } else if (reading->trouble != Trouble::none) {
    return complain_of(reading->trouble, reading->contents, file);
  }
  print(reading->contents, config->mailers, now, wishes);
  if (wishes.clear && ::ftruncate(fd.get(), 0) != 0) return complain(file + ": " + std::strerror(errno), ExitStatus::os_error);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Wishes wishes;
  int letter = 0;
  while ((letter = ::getopt(argc, argv, "C:cf:opP")) != -1) {
    switch (letter) {
      case 'C': wishes.config_file = optarg; break;
      case 'c': wishes.config_file = "/etc/mail/submit.cf"; break;
      case 'f': wishes.file = optarg; break;
      case 'o': wishes.names = false; break;
      case 'p': wishes.for_programs = wishes.clear = true; break;
      case 'P': wishes.for_programs = true; break;
      default:
        fmt::print(stderr, "usage: mailstats [-C cffile] [-c] [-P] [-f stfile] [-o] [-p]\n");
        return to_int(ExitStatus::usage);
    }
  }
  if (optind < argc) {
    fmt::print(stderr, "usage: mailstats [-C cffile] [-c] [-P] [-f stfile] [-o] [-p]\n");
    return to_int(ExitStatus::usage);
  }
  return run(wishes);
}
