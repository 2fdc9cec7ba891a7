// K lines. Only the map's name and class are read here; its arguments belong to the class.
#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

std::string_view take_word(std::string_view& text, bool name) {
  text = trim_left(text);
  size_t end = 0;
  while (end < text.size() && (name ? ascii::is_alnum(text[end]) || text[end] == '_' || text[end] == '.'
                                    : !ascii::is_space(text[end])))
    ++end;
  std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

}  // namespace

void parse_map(Reading& reading, std::string_view body) {
  std::string text = reading.expand(body);
  std::string_view rest = text;
  MapSpec map;
  map.name = take_word(rest, true);
  if (map.name.empty()) return reading.error("readcf: config K line: no map name");
  // Whatever ends the name is a separator, even a character no name may have.
  if (!rest.empty() && !ascii::is_space(rest[0])) rest.remove_prefix(1);
  map.map_class = ascii::lower(take_word(rest, true));
  if (map.map_class.empty())
    return reading.error(fmt::format("readcf: config K line, map {}: no map class", map.name));
  map.arguments = trim_left(rest);
  map.file = reading.config.file;
  map.line = reading.line;
  if (reading.hooks.check_map) {
    for (std::string& complaint : reading.hooks.check_map(map)) reading.error(std::move(complaint));
  }
  std::erase_if(reading.config.maps, [&](const MapSpec& known) { return ascii::equal_ignoring_case(known.name, map.name); });
  reading.config.maps.push_back(std::move(map));
}

}  // namespace sm::config
