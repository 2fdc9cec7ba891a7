// MapSource: the text that makemap reads, one "key value" entry a line (Operations Guide, makemap(8)): comments, the
// separator, empty values, folding of keys. Also the columns of a line as `text` maps and class files see them.
// Lines are bounded; numbers are those of the file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace sm::mapsource {

// The longest line, its newline not counted.
constexpr size_t kMaxLine = 1022;

struct SourceRules {
  char comment = '#';             // a line that begins with it is skipped
  std::optional<char> separator;  // nothing: runs of white space
  bool fold_keys = true;
  bool empty_values = false;      // a key alone is an entry
};

enum class LineProblem { none, too_long, leading_space, no_value };

struct SourceLine {
  size_t number = 0;
  std::string key;
  std::string value;
  LineProblem problem = LineProblem::none;  // no_value: key is set
};

class MapSource {
 public:
  // Reads from the descriptor, which stays the caller's.
  MapSource(int fd, SourceRules rules);

  // The next entry or problem, skipping comments and empty lines; false at the end.
  Result<bool> next(SourceLine& line);
  // Whether a line so far ended in CR LF (the CR is part of the value).
  bool saw_carriage_return() const { return saw_carriage_return_; }

 private:
  // One line, or as much of a longer one as makemap's buffer holds: the rest of it is a line of its own, as it has
  // always been. `text` is valid until the next call.
  struct Piece {
    std::string_view text;  // without the newline
    bool cut = false;
    bool last = false;      // the end of the file came before a newline
  };
  // Nothing at the end.
  Result<std::optional<Piece>> read_piece();
  Result<void> fill();
  void take_apart(std::string_view text, SourceLine& line) const;

  int fd_;
  SourceRules rules_;
  std::string buffer_;
  size_t position_ = 0;
  bool at_end_ = false;
  bool saw_carriage_return_ = false;
  size_t number_ = 0;
};

// Column `index` (from 0) of a line: between single separators, or with no separator between runs of white space.
// Nothing when the line has fewer columns.
std::optional<std::string_view> column(std::string_view line, size_t index, std::optional<char> separator);

}  // namespace sm::mapsource
