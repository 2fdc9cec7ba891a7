// See the header.
#include "sendmaild/cli/config_hooks.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/maps/map_set.h"

namespace sm::cli {
namespace {

// The words of `F{x}key@class:spec`: one look-up in a map that exists for it alone.
Result<std::vector<std::string>> read_class_from_map(const config::ParseHooks::ClassQuestion& question,
                                                     const config::Config& so_far) {
  const std::string& map = question.map;
  size_t colon = map.find(':');
  auto scratch = std::make_shared<config::Config>();
  scratch->options = so_far.options;
  scratch->macros = so_far.macros;
  config::MapSpec spec;
  spec.purpose = config::MapSpec::Purpose::class_words;
  spec.class_name = question.class_name;
  spec.name = "F";
  spec.map_class = ascii::lower(map.substr(0, colon));
  if (colon != std::string::npos) spec.arguments = map.substr(colon + 1);
  for (const std::string& complaint : maps::MapSet::check_spec(spec)) {
    if (complaint.find("not available") != std::string::npos) return Error{"class " + spec.map_class + " not available"};
  }
  scratch->maps.push_back(spec);
  std::vector<maps::MapSet::Complaint> complaints;
  auto maps = maps::MapSet::create(scratch, complaints);
  maps::MapContext context;
  context.config = scratch.get();
  if (!maps->is_open(spec.name)) return Error{"map open failed"};
  maps::MapAnswer answer = maps->lookup(spec.name, maps::MapQuestion{question.key, {}}, context);
  if (answer.kind == maps::MapAnswer::Kind::temporary_failure) return Error{"map open failed"};
  std::vector<std::string> members;
  for (std::string_view word : words(answer.value)) members.emplace_back(word);
  return members;
}

}  // namespace

config::ParseHooks config_hooks() {
  config::ParseHooks hooks;
  hooks.check_map = maps::MapSet::spec_checker();
  hooks.read_class_from_map = read_class_from_map;
  return hooks;
}

}  // namespace sm::cli
