// Counters are kept in memory until flush(); what is counted meanwhile waits for the next one.
// Security: a link in the place of the file is not followed, unless DontBlameSendmail says so.
#include "sendmaild/delivery/statistics.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <ctime>

#include "lib/base/log.h"

namespace sm::delivery {
namespace {

constexpr int kTroubleLevel = 13;

void add(statistics::ByMailer& counters, const config::Mailer* mailer, int64_t value) {
  if (mailer == nullptr || mailer->index < 0) return;
  auto index = static_cast<size_t>(mailer->index);
  if (index < counters.size()) counters[index] += value;
}

}  // namespace

Statistics::Statistics(const config::Options& options)
    : path_(options.status_file),
      follow_links_(options.dont_blame_sendmail.has(config::Blame::write_stats_to_sym_link)),
      may_have_links_(options.dont_blame_sendmail.has(config::Blame::write_stats_to_hard_link)),
      log_level_(options.log_level) {
  at_start_ = open_file();
}

UniqueFd Statistics::open_file() const {
  if (path_.empty()) return UniqueFd();
  UniqueFd fd(::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (follow_links_ ? 0 : O_NOFOLLOW)));
  struct stat facts {};
  if (!fd.valid() || ::fstat(fd.get(), &facts) != 0) return UniqueFd();
  if (!S_ISREG(facts.st_mode) || (facts.st_nlink > 1 && !may_have_links_)) return UniqueFd();
  return fd;
}

template <typename F>
void Statistics::count(F change) {
  if (path_.empty()) return;
  std::lock_guard lock(mutex_);
  change(counters_);
  changed_ = true;
}

void Statistics::received(const config::Mailer* mailer, int64_t bytes) {
  count([&](statistics::Counters& counters) {
    add(counters.messages_from, mailer, 1);
    add(counters.kilobytes_from, mailer, statistics::kilobytes(bytes));
  });
}

void Statistics::delivered(const config::Mailer& mailer, int64_t bytes) {
  count([&](statistics::Counters& counters) {
    add(counters.messages_to, &mailer, 1);
    add(counters.kilobytes_to, &mailer, statistics::kilobytes(bytes));
  });
}

void Statistics::rejected(const config::Mailer* sender_mailer) {
  count([&](statistics::Counters& counters) {
    add(counters.rejected, sender_mailer, 1);
    ++counters.rejections;
  });
}

void Statistics::discarded(const config::Mailer* sender_mailer) {
  count([&](statistics::Counters& counters) {
    add(counters.discarded, sender_mailer, 1);
    ++counters.rejections;
  });
}

void Statistics::quarantined(const config::Mailer* sender_mailer) {
  count([&](statistics::Counters& counters) { add(counters.quarantined, sender_mailer, 1); });
}

void Statistics::connection_in() {
  count([](statistics::Counters& counters) { ++counters.connections_in; });
}

void Statistics::connection_out() {
  count([](statistics::Counters& counters) { ++counters.connections_out; });
}

void Statistics::flush() {
  std::lock_guard lock(mutex_);
  if (!changed_) return;
  UniqueFd file = open_file();
  int fd = file.valid() ? file.get() : at_start_.get();
  if (fd < 0) return;
  auto written = statistics::add_to_file(fd, counters_, std::time(nullptr));
  if (!written && log_level_ >= kTroubleLevel) log::write_plain(log::Priority::info, "poststats: " + path_ + ": " + written.error().text);
  counters_ = statistics::Counters();
  changed_ = false;
}

}  // namespace sm::delivery
