// See the header. Lines begin with a word that no kick of a message begins with.
#include "sendmaild/delivery/run_request.h"

#include <numeric>

namespace sm::delivery {
namespace {

constexpr std::string_view kWord = "run ";
constexpr size_t kLongestNode = 200;

}  // namespace

std::optional<std::string_view> group_of_node(std::string_view node) {
  if (!node.starts_with('#')) return std::nullopt;
  return node.substr(1);
}

queue::Selector selector_of_node(std::string_view node) {
  queue::Selector selector;
  // None of these is refused: they are not negated, and the group comes first.
  if (auto group = group_of_node(node)) {
    static_cast<void>(selector.add("G" + std::string(*group)));
  } else if (node.starts_with('@')) {
    static_cast<void>(selector.add("R" + std::string(node.substr(1))));
  } else {
    static_cast<void>(selector.add("R@" + std::string(node)));
  }
  return selector;
}

std::optional<std::string> format_run_request(std::string_view node) {
  if (node.empty() || node.size() > kLongestNode || node.find('\n') != std::string_view::npos) return std::nullopt;
  return std::string(kWord) + std::string(node) + "\n";
}

std::optional<std::string> parse_run_request(std::string_view line) {
  if (!line.starts_with(kWord) || line.size() == kWord.size()) return std::nullopt;
  return std::string(line.substr(kWord.size()));
}

Result<std::vector<size_t>> groups_of_run(const queue::QueuePaths& paths, const queue::Selector& selector) {
  if (!selector.group().empty()) {
    auto only = paths.find_group(selector.group());
    if (!only) return Error{"Queue group " + selector.group() + " unknown", ExitStatus::usage};
    return std::vector<size_t>{*only};
  }
  std::vector<size_t> all(paths.groups().size());
  std::iota(all.begin(), all.end(), size_t{0});
  return all;
}

}  // namespace sm::delivery
