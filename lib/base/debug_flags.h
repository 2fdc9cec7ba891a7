// Debug categories and levels as -d sets them: "21.12", "8-10.4,99", nothing for everything at level 1.
#pragma once

#include <array>
#include <string_view>

namespace sm {

class DebugFlags {
 public:
  static constexpr int kCategories = 100;
  // Adds the settings of one -d argument; what cannot be read is left out.
  void add(std::string_view text);
  bool at(int category, int level) const { return levels_[static_cast<size_t>(category)] >= level; }
  int level(int category) const { return levels_[static_cast<size_t>(category)]; }

 private:
  std::array<int, kCategories> levels_{};
};

}  // namespace sm
