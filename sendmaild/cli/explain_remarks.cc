// See the header.
#include "sendmaild/cli/explain_remarks.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::cli {
namespace {

constexpr std::string_view kMark = "#@ ";

std::string without_signs(std::string_view comment) {
  while (!comment.empty() && (comment.front() == '#' || comment.front() == ' ')) comment.remove_prefix(1);
  while (!comment.empty() && (comment.back() == '#' || comment.back() == ' ')) comment.remove_suffix(1);
  return std::string(comment);
}

bool is_place(std::string_view text) {
  size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  std::string_view number = text.substr(colon + 1);
  return std::all_of(number.begin(), number.end(), ascii::is_digit);
}

Origin origin_of(std::string_view mark) {
  size_t comma = mark.rfind(", ");
  if (comma == std::string_view::npos || !is_place(mark.substr(comma + 2))) return {std::string(mark), {}};
  return {std::string(mark.substr(0, comma)), std::string(mark.substr(comma + 2))};
}

}  // namespace

CfRemarks::CfRemarks(std::string_view text) {
  lines_.emplace_back();
  std::string words;
  bool rules_since = false;
  // Behind the end of a marked group the words above the group hold again.
  std::vector<Line> groups;
  for (std::string_view line : split(text, '\n')) {
    if (line.starts_with(kMark)) {
      std::string_view mark = trim(line.substr(kMark.size()));
      if (mark != "end") {
        groups.push_back({words, origin_of(mark)});
      } else if (!groups.empty()) {
        words = groups.back().words;
        groups.pop_back();
      }
    } else if (line.starts_with('#')) {
      // A comment behind rules starts anew; its lines belong together.
      std::string more = without_signs(line);
      if (rules_since) words.clear();
      rules_since = false;
      if (!more.empty()) words = words.empty() ? more : words + ' ' + more;
    } else if (line.starts_with('R')) {
      rules_since = true;
    } else if (trim(line).empty() ? !rules_since : line.starts_with('S') && rules_since) {
      words.clear();
    }
    lines_.push_back({words, groups.empty() ? Origin() : groups.back().origin});
  }
}

const CfRemarks::Line& CfRemarks::at(int line) const {
  static const Line kNone;
  return line > 0 && static_cast<size_t>(line) < lines_.size() ? lines_[static_cast<size_t>(line)] : kNone;
}

}  // namespace sm::cli
