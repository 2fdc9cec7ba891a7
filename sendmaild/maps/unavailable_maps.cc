// nis and nisplus: accepted in K lines, because configurations of old name them, but no server of these kinds is ever
// asked. Without -o such a map answers "not now", as sendmail's does where NIS is not running.
#include <fmt/format.h>

#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

class UnavailableMap final : public OpenedMap {
 public:
  UnavailableMap(MapFlags flags, std::string message) : OpenedMap(std::move(flags)), message_(std::move(message)) {}

  Opening open(const MapContext& context) override {
    context.note(2, "{}_map_open({}, {}, 0)", title().map_class, title().name, title().subject);
    if (flags_.optional) return {Opening::Result::not_there, {}};
    return {Opening::Result::broken, message_};
  }
  MapAnswer find(const MapQuestion&, MapContext&) const override { return not_now(); }
  bool may_block() const override { return false; }

 private:
  std::string message_;
};

}  // namespace

std::unique_ptr<OpenedMap> make_unavailable_map(MapMaker& maker) {
  MapFlags flags;
  std::string name = take_file(maker, parse_common_flags(maker, flags));
  if (name.empty()) return nullptr;
  bool nis = maker.spec.map_class == "nis";
  std::string message = nis ? fmt::format("NIS map {} specified, but NIS not running", name) : std::string();
  return std::make_unique<UnavailableMap>(std::move(flags), std::move(message));
}

}  // namespace sm::maps
