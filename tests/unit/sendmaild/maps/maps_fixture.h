// A configuration of K lines, with a scratch folder for the files of its maps and a name service without a network.
#pragma once

#include <fcntl.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "lib/base/posix.h"
#include "lib/dns/name_service.h"
#include "lib/mapfile/map_file_writer.h"
#include "lib/mapsource/map_source.h"
#include "sendmaild/config/parse_config.h"
#include "sendmaild/maps/map_set.h"
#include "tests/support/fake_resolver.h"
#include "tests/unit/sendmaild/config/test_host.h"

namespace sm::test {

class MapsFixture {
 public:
  MapsFixture() {
    std::string pattern = "/tmp/maps_test.XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~MapsFixture() { std::filesystem::remove_all(folder_); }
  MapsFixture(const MapsFixture&) = delete;
  MapsFixture& operator=(const MapsFixture&) = delete;

  const std::string& folder() const { return folder_; }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  // "key value" lines to a database file.
  void build(const std::string& name, mapfile::FileType type, const std::string& source, bool with_null = false) const {
    write(name + ".source", source);
    UniqueFd input(::open(path(name + ".source").c_str(), O_RDONLY | O_CLOEXEC));
    auto writer = mapfile::MapFileWriter::open(mapfile::file_path(type, path(name)), {.type = type});
    if (!writer) throw std::runtime_error(writer.error().text);
    mapsource::MapSource lines(input.get(), {});
    mapsource::SourceLine line;
    while (*lines.next(line)) {
      if (line.problem != mapsource::LineProblem::none) continue;
      if (with_null) line.key.push_back('\0');
      if (with_null) line.value.push_back('\0');
      if (!(*writer)->put(line.key, line.value, mapfile::Duplicates::refuse)) throw std::runtime_error("put");
    }
    if (!(*writer)->commit()) throw std::runtime_error("commit");
  }

  // Replaces @DIR@ by the scratch folder.
  std::string here(std::string text) const {
    for (size_t at = 0; (at = text.find("@DIR@", at)) != std::string::npos;) text.replace(at, 5, folder_);
    return text;
  }

  // Reads the configuration; complaints of the K lines are collected.
  void configure(const std::string& text, const std::string& zone = {}) {
    config::ParseHooks hooks;
    hooks.check_map = maps::MapSet::spec_checker();
    complaints.clear();
    // The scratch folder is below /tmp, where everybody may write.
    std::string whole = "O DontBlameSendmail=MapInUnsafeDirPath\n" + here(text);
    auto outcome = config::parse_config_text(whole, "test.cf", {}, config::testing::test_host(), hooks,
                                             [&](const config::Complaint& complaint) { complaints.push_back(complaint.text); });
    config_ = outcome.config;
    dns::NameServiceOptions options{.hosts_file = config_->options.hosts_file,
                                    .service_switch_file = config_->options.service_switch_file,
                                    .domain = "example.com"};
    auto resolver = std::make_shared<FakeResolver>(zone, std::vector<std::string>{"example.com"});
    std::vector<maps::MapSet::Complaint> errors;
    maps = maps::MapSet::create(config_, errors, std::make_shared<dns::NameService>(resolver, options));
  }

  maps::MapAnswer ask(const std::string& map, const std::string& key, const std::vector<std::string>& arguments = {},
                      bool from_rule = true) {
    maps::MapContext context;
    context.config = config_.get();
    context.macros = &macros;
    context.delivery_mode = delivery_mode;
    return maps->lookup(map, {key, arguments, from_rule}, context);
  }
  // The value, "-" when there is none, "!" for "could not ask".
  std::string value(const std::string& map, const std::string& key, const std::vector<std::string>& arguments = {}) {
    maps::MapAnswer answer = ask(map, key, arguments);
    if (answer.has_value) return answer.value;
    return answer.kind == maps::MapAnswer::Kind::temporary_failure ? "!" : "-";
  }

  std::vector<std::string> complaints;
  std::unique_ptr<maps::MapSet> maps;
  macros::MacroTable table;
  macros::MacroScope macros{table};
  char delivery_mode = 'b';

 private:
  std::string folder_;
  std::shared_ptr<const config::Config> config_;
};

}  // namespace sm::test
