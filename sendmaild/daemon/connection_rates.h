// How often clients connect: ${client_rate} and ${total_rate}, over ConnectionRateWindowSize.
// The window is counted in parts, so that a client needs a few numbers whatever it does.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace sm::daemon {

class ConnectionRates {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit ConnectionRates(std::chrono::seconds window);

  struct Rates {
    int client = 0;
    int total = 0;
  };
  // Counts a connection of the client (any key that tells clients apart), and how many there were, with this one.
  Rates count(const std::string& client, TimePoint now);

 private:
  static constexpr int kParts = 6;
  static constexpr size_t kClients = 100000;  // more are not told apart

  struct Counter {
    std::array<int, kParts> counts{};
    int64_t newest = 0;  // number of the part that was counted last
    void advance(int64_t part);
    int sum() const;
  };
  void forget_idle_clients(int64_t part);

  std::chrono::milliseconds part_length_;
  Counter total_;
  std::unordered_map<std::string, Counter> clients_;
  int64_t cleaned_ = 0;
};

}  // namespace sm::daemon
