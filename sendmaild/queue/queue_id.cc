// The digits are sendmail's: year, month, day, hour, minute and second are one character each.
#include "sendmaild/queue/queue_id.h"

#include <ctime>
#include <thread>

#include "lib/base/random.h"
#include "sendmaild/queue/files/queue_file.h"

namespace sm::queue {

namespace {
constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr uint32_t kBase = 60;
constexpr uint32_t kIdsPerRound = kBase * kBase;
}  // namespace

QueueIdSource::QueueIdSource(const Clock& clock, pid_t pid)
    : clock_(clock), pid_(pid), offset_(static_cast<uint32_t>(random_below(kIdsPerRound))) {}

std::string QueueIdSource::next() {
  std::unique_lock lock(mutex_);
  int64_t now = to_seconds(clock_.now());
  if (counter_ == kIdsPerRound) {
    while (now == round_start_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      now = to_seconds(clock_.now());
    }
    counter_ = 0;
  }
  if (counter_ == 0) round_start_ = now;
  uint32_t number = (counter_++ + offset_) % kIdsPerRound;

  std::time_t seconds = now;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  const uint32_t parts[] = {static_cast<uint32_t>(utc.tm_year) % kBase, static_cast<uint32_t>(utc.tm_mon),
                            static_cast<uint32_t>(utc.tm_mday),         static_cast<uint32_t>(utc.tm_hour),
                            static_cast<uint32_t>(utc.tm_min),          static_cast<uint32_t>(utc.tm_sec) % kBase,
                            number / kBase,                             number % kBase};
  std::string id;
  for (uint32_t part : parts) id += kDigits[part];
  return id + queue_id_tail(pid_);
}

}  // namespace sm::queue
