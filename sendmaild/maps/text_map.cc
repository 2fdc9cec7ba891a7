// text: lines of columns, searched from the top at each question. The whole column counts, without case.
#include <fmt/format.h>
#include <sys/stat.h>

#include "lib/base/ascii.h"
#include "lib/base/atomic_file.h"
#include "lib/base/text.h"
#include "lib/mapsource/map_source.h"
#include "sendmaild/maps/file_safety.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kLargestFile = size_t{256} << 20;

class TextMap final : public OpenedMap {
 public:
  TextMap(MapFlags flags, const MapMaker& maker, std::string file)
      : OpenedMap(std::move(flags)),
        label_(fmt::format("text map \"{}\"", maker.spec.name)),
        config_(maker.config),
        files_(maker.files),
        file_(std::move(file)),
        key_column_(static_cast<size_t>(std::max<int64_t>(0, parse_leading_int(flags_.key_column)))),
        value_column_(static_cast<size_t>(std::max<int64_t>(0, parse_leading_int(flags_.value_column)))) {}

  Opening open(const MapContext& context) override {
    context.note(2, "text_map_open({}, {}, 0)", title().name, file_);
    if (file_.front() != '/') return broken("file name must be fully qualified");
    if (Result<void> safe = check_map_file(file_, *files_, config_); !safe) {
      return broken(fmt::format("unsafe map file {}{}", file_, shown_reason(safe.error())));
    }
    context.note(2, "text_map_open({}, {}): delimiter = {}", title().name, file_,
                 flags_.delimiter ? std::string(1, *flags_.delimiter) : "(white space)");
    return {};
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "text_map_lookup({}, {})", title().name, question.key);
    Result<std::string> text = read_file(*files_, file_, kLargestFile);
    if (!text) return absent(ExitStatus::unavailable);
    for (std::string_view line : split(*text, '\n')) {
      if (line.empty() || line.front() == '#') continue;
      std::optional<std::string_view> key = mapsource::column(line, key_column_, flags_.delimiter);
      if (!key || key->empty() || !ascii::equal_ignoring_case(*key, question.key)) continue;
      std::optional<std::string_view> value = mapsource::column(line, value_column_, flags_.delimiter);
      if (value) return found(*value, question, flags_);
    }
    return absent(ExitStatus::no_host);
  }

  bool may_block() const override { return true; }
  std::vector<std::string> files() const override { return {file_}; }

 private:
  // The reason is told where it is not plain from the file itself: not for one that is missing in its folder, or is no
  // file at all.
  std::string shown_reason(const Error& error) const {
    struct stat folder {};
    bool missing = error.status == ExitStatus::no_input && ::stat(folder_of(file_).c_str(), &folder) == 0;
    return missing || error.text == "Regular files only" ? "" : ": " + error.text;
  }

  Opening broken(const std::string& what) const {
    if (flags_.optional) return {Opening::Result::not_there, {}};
    return {Opening::Result::broken, label_ + ": " + what};
  }

  std::string label_;
  const config::Config* config_;
  std::shared_ptr<const FileOpener> files_;
  std::string file_;
  size_t key_column_;
  size_t value_column_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_text_map(MapMaker& maker) {
  MapFlags flags;
  std::string file = take_file(maker, parse_common_flags(maker, flags));
  if (file.empty()) return nullptr;
  return std::make_unique<TextMap>(std::move(flags), maker, std::move(file));
}

}  // namespace sm::maps
