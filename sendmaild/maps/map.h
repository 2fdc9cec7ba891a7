// What a map is: a question with three answers. One class of maps is one file of this folder.
// Thread safety: find() is const and may be called by several threads at once; a map that is not reentrant locks inside.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "sendmaild/config/config.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/maps/map_trace.h"

namespace sm::maps {

// The state of the caller that some classes of maps look at.
struct MapContext {
  const config::Config* config = nullptr;
  macros::MacroScope* macros = nullptr;  // the `macro` class stores into it
  char delivery_mode = 'b';              // 'd': maps with -D answer "later" without being asked
  std::string_view queue_id;             // for the `syslog` class
  // Called with "map name key answer" of each lookup where tracing or explaining is on.
  std::function<void(std::string_view map, std::string_view key, std::string_view answer)> on_lookup;
  MapTrace* trace = nullptr;  // null: nobody listens

  bool traces(int level) const { return trace != nullptr && trace->wants_note(MapTrace::kCategory, level); }
  // A line of the trace, put together only when it is wanted.
  template <typename... Parts>
  void note(int level, fmt::format_string<Parts...> text, Parts&&... parts) const {
    if (traces(level)) trace->note(MapTrace::kCategory, level, fmt::format(text, std::forward<Parts>(parts)...));
  }
};

struct MapAnswer {
  enum class Kind { found, absent, temporary_failure };
  Kind kind = Kind::absent;
  std::string value;    // found: after %-substitution and -a; temporary_failure with -T: the key and that text
  bool has_value = false;  // false for absent, and for temporary failures without -T
  ExitStatus status = ExitStatus::ok;  // EX_NOTFOUND is absent with ok; temp_fail; data_error …
  std::string message;  // first error text, "map: lookup (key): deferred"
};

struct MapQuestion {
  std::string_view key;
  std::span<const std::string> arguments;  // %1 …; %0 is the key
  // Asked by a ruleset: quotes are taken off the key unless the map has -q, and -T has its effect. `/map` in address
  // test mode and maps made of maps ask for the key as it stands.
  bool from_rule = false;
};

class Map {
 public:
  virtual ~Map() = default;
  virtual MapAnswer find(const MapQuestion& question, MapContext& context) const = 0;
  // True when an answer may need the network, another process or a disk that can be slow: rulesets that can reach
  // such a map run on the pool, others inline.
  virtual bool may_block() const = 0;
};

}  // namespace sm::maps
