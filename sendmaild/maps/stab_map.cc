// stab: a table in memory, filled from a text of aliases ("name: value", continued by leading blanks).
#include <fmt/format.h>

#include <unordered_map>

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
      : OpenedMap(std::move(flags)), label_(fmt::format("stab map \"{}\"", maker.spec.name)), config_(maker.config),
        files_(maker.files), file_(std::move(file)) {}

  Opening open() override {
    Result<void> safe = check_map_file(file_, *files_, config_);
    Result<std::string> text = safe ? read_file(*files_, file_, kLargestFile) : Result<std::string>(safe.error());
    if (!text) {
      if (flags_.optional) return {Opening::Result::not_there, {}};
      return {Opening::Result::broken, fmt::format("{}: cannot open {}: {}", label_, file_, text.error().text)};
    }
    fill(*text);
    return {};
  }

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    auto entry = table_.find(flags_.fold_key ? ascii::lower(question.key) : std::string(question.key));
    if (entry == table_.end()) return absent();
    return found(entry->second, question, flags_);
  }
  bool may_block() const override { return false; }
  std::vector<std::string> files() const override { return {file_}; }

 private:
  void fill(std::string_view text) {
    std::string* value = nullptr;
    for (std::string_view line : split(text, '\n')) {
      if (line.empty() || line.front() == '#') continue;
      if (ascii::is_blank(line.front())) {
        if (value != nullptr) *value += " " + std::string(trim(line));
        continue;
      }
      size_t colon = line.find(':');
      if (colon == std::string_view::npos) continue;
      std::string key(trim(line.substr(0, colon)));
      if (flags_.fold_key) key = ascii::lower(key);
      value = &table_[std::move(key)];
      *value = trim(line.substr(colon + 1));
    }
  }

  std::string label_;
  const config::Config* config_;
  std::shared_ptr<const FileOpener> files_;
  std::string file_;
  std::unordered_map<std::string, std::string> table_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_stab_map(MapMaker& maker) {
  MapFlags flags;
  std::string file = take_file(maker, parse_common_flags(maker, flags));
  if (file.empty()) return nullptr;
  return std::make_unique<StabMap>(std::move(flags), maker, std::move(file));
}

}  // namespace sm::maps
