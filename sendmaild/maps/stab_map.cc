// stab: a table in memory, filled from a text of aliases ("name: value", continued by leading blanks).
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/maps/file_safety.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kLargestFile = size_t{256} << 20;

class StabMap final : public OpenedMap {
 public:
  StabMap(MapFlags flags, const MapMaker& maker, std::string file)
      : OpenedMap(std::move(flags)), config_(maker.config), files_(maker.files), file_(std::move(file)) {}

  Opening open(const MapContext& context) override {
    context.note(2, "stab_map_open({}, {}, 0)", title().name, file_);
    Result<void> safe = check_map_file(file_, *files_, config_);
    Result<std::string> text = safe ? read_file(*files_, file_, kLargestFile) : Result<std::string>(safe.error());
    if (!text) {
      if (flags_.optional) return {Opening::Result::not_there, {}, text.error().text};
      return {Opening::Result::broken, {}, text.error().text};
    }
    return {Opening::Result::ready, fill(*text)};
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "stab_lookup({}, {})", title().name, question.key);
    auto entry = table_.find(ascii::lower(question.key));
    if (entry == table_.end()) return absent();
    return found(entry->second, question, flags_);
  }
  bool may_block() const override { return false; }
  std::vector<std::string> files() const override { return {file_}; }

 private:
  // Answers what is to be said about the text: lines that hold no entry, and the sums that newaliases prints too.
  std::string fill(std::string_view text) {
    std::string complaints;
    size_t entries = 0;
    size_t longest = 0;
    size_t total = 0;
    std::vector<std::string_view> lines = split(text, '\n');
    for (size_t i = 0; i < lines.size(); i++) {
      if (lines[i].empty() || lines[i].front() == '#' || ascii::is_blank(lines[i].front())) continue;
      size_t colon = lines[i].find(':');
      if (colon == std::string_view::npos) continue;
      std::string key(trim(lines[i].substr(0, colon)));
      std::string value(trim_left(lines[i].substr(colon + 1)));
      size_t number = i + 1;
      // A continuation keeps its blanks.
      while (i + 1 < lines.size() && !lines[i + 1].empty() && ascii::is_blank(lines[i + 1].front())) value += lines[++i];
      value = trim_right(value);
      if (value.empty()) {
        complaints += fmt::format("{}: line {}: {}:... missing value for alias\n", file_, number, key);
        continue;
      }
      entries++;
      longest = std::max(longest, value.size());
      total += key.size() + value.size();
      table_[ascii::lower(key)] = std::move(value);
    }
    return complaints + fmt::format("{}: {} aliases, longest {} bytes, {} bytes total", file_, entries, longest, total);
  }

  const config::Config* config_;
  std::shared_ptr<const FileOpener> files_;
  std::string file_;
  std::unordered_map<std::string, std::string> table_;  // keys without case, -f or not
};

}  // namespace

std::unique_ptr<OpenedMap> make_stab_map(MapMaker& maker) {
  MapFlags flags;
  std::string file = take_file(maker, parse_common_flags(maker, flags));
  if (file.empty()) return nullptr;
  return std::make_unique<StabMap>(std::move(flags), maker, std::move(file));
}

}  // namespace sm::maps
