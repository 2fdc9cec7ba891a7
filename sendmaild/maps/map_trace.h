// MapTrace: who wants to hear how maps are opened and asked, as sendmail tells with -d38. Levels: 2 what an opening does,
// 4 how it ended, 19 the members of a switch, 20 lookups, 21 commands of programs, 40 DNS records.
#pragma once

#include <string_view>

namespace sm::maps {

class MapTrace {
 public:
  static constexpr int kCategory = 38;

  virtual ~MapTrace() = default;
  // Whether a note of this debug category and level would be shown; asked for first.
  virtual bool wants_note(int /*category*/, int /*level*/) const { return false; }
  virtual void note(int /*category*/, int /*level*/, std::string_view) {}
  // What sendmail would tell the user.
  virtual void message(std::string_view) {}
};

}  // namespace sm::maps
