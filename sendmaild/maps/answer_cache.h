// AnswerCache: answers kept for the moment in which the rulesets of one session ask for the same name again and again;
// no longer, because a name server that has gone must show in the next session.
// Thread-safe.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

#include "lib/base/guarded.h"

namespace sm::maps {

template <typename Value>
class AnswerCache {
 public:
  std::optional<Value> find(const std::string& key) {
    auto now = Clock::now();
    return entries_.with([&](Entries& entries) -> std::optional<Value> {
      auto entry = entries.find(key);
      if (entry == entries.end() || entry->second.until <= now) return std::nullopt;
      return entry->second.value;
    });
  }

  void store(const std::string& key, Value value, std::chrono::milliseconds time_to_live) {
    constexpr std::chrono::milliseconds kLongest{1000};
    constexpr size_t kMostEntries = 20000;
    auto until = Clock::now() + std::min(time_to_live, kLongest);
    entries_.with([&](Entries& entries) {
      if (entries.size() >= kMostEntries) entries.clear();
      entries.insert_or_assign(key, Entry{until, std::move(value)});
    });
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Clock::time_point until;
    Value value;
  };
  using Entries = std::unordered_map<std::string, Entry>;
  Guarded<Entries> entries_;
};

}  // namespace sm::maps
