// Mail statistics (StatusFile): what the roles count, added to the file from time to time. The file is used when it
// exists, never made.
// Threads: any.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "lib/base/unique_fd.h"
#include "lib/statistics/statistics_file.h"
#include "sendmaild/config/config.h"

namespace sm::delivery {

class Statistics {
 public:
  // Opens the file now, with rights that the process may give up later.
  explicit Statistics(const config::Options& options);

  // A message came in; the mailer is the sender's, null where he was not resolved.
  void received(const config::Mailer* mailer, int64_t bytes);
  // A mailer took a message.
  void delivered(const config::Mailer& mailer, int64_t bytes);
  void rejected(const config::Mailer* sender_mailer);
  void discarded(const config::Mailer* sender_mailer);
  void quarantined(const config::Mailer* sender_mailer);
  void connection_in();
  void connection_out();
  // Brings the file up to date. Blocks.
  void flush();

 private:
  template <typename F>
  void count(F change);
  UniqueFd open_file() const;

  std::string path_;     // empty: nothing is counted
  bool follow_links_ = false;
  bool may_have_links_ = false;
  int log_level_ = 0;
  UniqueFd at_start_;    // where the file cannot be opened any more
  std::mutex mutex_;
  bool changed_ = false;
  statistics::Counters counters_;
};

}  // namespace sm::delivery
