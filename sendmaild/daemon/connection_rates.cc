// A ring of counts: what is older than the window is emptied when time has moved on.
#include "sendmaild/daemon/connection_rates.h"

#include <algorithm>
#include <numeric>

namespace sm::daemon {

ConnectionRates::ConnectionRates(std::chrono::seconds window)
    : part_length_(std::max(std::chrono::milliseconds(window) / kParts, std::chrono::milliseconds(1))) {}

void ConnectionRates::Counter::advance(int64_t part) {
  int64_t steps = std::min<int64_t>(part - newest, kParts);
  for (int64_t i = 1; i <= steps; ++i) counts[static_cast<size_t>((newest + i) % kParts)] = 0;
  // A clean sweep has emptied every place, whatever the numbers in between were.
  newest = std::max(newest, part);
}

int ConnectionRates::Counter::sum() const { return std::accumulate(counts.begin(), counts.end(), 0); }

void ConnectionRates::forget_idle_clients(int64_t part) {
  if (part == cleaned_) return;
  cleaned_ = part;
  std::erase_if(clients_, [part](const auto& entry) { return part - entry.second.newest >= kParts; });
}

ConnectionRates::Rates ConnectionRates::count(const std::string& client, TimePoint now) {
  int64_t part = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()) / part_length_;
  forget_idle_clients(part);
  auto add = [part](Counter& counter) {
    counter.advance(part);
    ++counter.counts[static_cast<size_t>(part % kParts)];
    return counter.sum();
  };
  Rates rates;
  rates.total = add(total_);
  rates.client = 1;
  if (clients_.size() < kClients || clients_.contains(client)) rates.client = add(clients_[client]);
  return rates;
}

}  // namespace sm::daemon
