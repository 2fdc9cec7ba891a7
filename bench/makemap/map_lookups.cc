// Questions a second that one thread asks of a hash map through sendmaild/maps, as rulesets ask them.
// map_lookups MAP KEYS: MAP without ".db"; KEYS has the keys, one a line. Prints the number, the rate and how many were
// found.
#include <fmt/core.h>

#include <chrono>
#include <string>
#include <vector>

#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/config/config.h"
#include "sendmaild/maps/map_set.h"

int main(int argc, char** argv) {
  using namespace sm;
  if (argc != 3) {
    fmt::print(stderr, "usage: map_lookups MAP KEYS\n");
    return to_int(ExitStatus::usage);
  }
  Result<std::string> text = read_file(argv[2], size_t{1} << 30);
  if (!text) {
    fmt::print(stderr, "{}\n", text.error().text);
    return to_int(ExitStatus::no_input);
  }
  std::vector<std::string> keys;
  for (std::string_view line : split(*text, '\n')) {
    if (!line.empty()) keys.emplace_back(line);
  }
  auto configuration = std::make_shared<config::Config>();
  configuration->options.dont_blame_sendmail.set(config::Blame::map_in_unsafe_dir_path);
  configuration->maps.push_back({.name = "bench", .map_class = "hash", .arguments = argv[1], .file = {}, .line = 0});
  std::vector<maps::MapSet::Complaint> complaints;
  auto set = maps::MapSet::create(configuration, complaints, nullptr);
  maps::MapContext context;
  context.config = configuration.get();
  size_t found = 0;
  auto start = std::chrono::steady_clock::now();
  for (const std::string& key : keys) {
    maps::MapAnswer answer = set->lookup("bench", {.key = key, .arguments = {}, .from_rule = true}, context);
    if (answer.kind == maps::MapAnswer::Kind::found) found++;
  }
  std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  fmt::print("{} lookups, {:.0f} a second, {} found\n", keys.size(), static_cast<double>(keys.size()) / taken.count(), found);
}
