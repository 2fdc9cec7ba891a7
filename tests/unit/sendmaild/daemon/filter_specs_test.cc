// Which filters a session has, and where they are.
#include "sendmaild/daemon/filter_specs.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/local_socket.h"
#include "tests/support/scratch_folder.h"

namespace sm::daemon {
namespace {

config::MilterSpec filter(const std::string& name, const std::string& socket, char failure = 0) {
  config::MilterSpec spec;
  spec.name = name;
  spec.socket = socket;
  spec.failure = failure;
  return spec;
}

std::string names(const std::vector<const config::MilterSpec*>& chosen) {
  std::string all;
  for (const config::MilterSpec* each : chosen) all += each->name + " ";
  return all;
}

}  // namespace

TEST_CASE("daemon/filter_specs: the port's list replaces InputMailFilters, order and all") {
  config::Config config;
  config.milters = {filter("one", "inet:1@127.0.0.1"), filter("two", "inet:2@127.0.0.1")};
  config.options.input_mail_filters = {"two", "One"};
  config::DaemonPort port;
  CHECK(names(chosen_filters(config, port)) == "two one ");
  port.input_filters = std::vector<std::string>{"one", "none"};
  CHECK(names(chosen_filters(config, port)) == "one ");
  port.input_filters->clear();
  CHECK(chosen_filters(config, port).empty());
}

TEST_CASE("daemon/filter_specs: sockets are found, or it is said why not") {
  test::ScratchFolder folder;
  std::string path = folder.path() + "/filter", file = folder.path() + "/file", link = folder.path() + "/link";
  std::ofstream(file) << "no socket";
  std::filesystem::create_symlink(path, link);
  UniqueFd listener = test::bound_local_socket(path);
  struct Row {
    const char* what;
    std::string socket;
    std::string address;   // of the first found
    std::string trouble;
  };
  const Row rows[] = {
      {"internet", "inet:8891@127.0.0.1", "127.0.0.1", ""},
      {"brackets", "inet:8891@[127.0.0.1]", "127.0.0.1", ""},
      {"IPv6", "INET6:8891@[::1]", "::1", ""},
      {"no such service", "inet:nosuchservice@127.0.0.1", "", "unknown port name nosuchservice"},
      {"local", "local:" + path, path, ""},
      {"unix", "unix:" + path, path, ""},
      {"a path alone", path, path, ""},
      {"missing", "local:" + path + "2", "", "local socket name " + path + "2 unsafe"},
      {"a file", "local:" + file, "", "local socket name " + file + " unsafe"},
      {"a link", "local:" + link, "", "local socket name " + link + " unsafe"},
      {"too long", "local:/" + std::string(200, 'x'), "", "local socket name /" + std::string(200, 'x') + " too long"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    milter::FilterSpec spec = filter_spec(filter("f", row.socket, 'T'), *direct_files());
    CHECK(spec.on_failure == milter::FilterSpec::OnFailure::tempfail);
    CHECK(spec.address_trouble == row.trouble);
    CHECK((spec.addresses.empty() ? "" : spec.addresses.front().text()) == row.address);
  }
}

}  // namespace sm::daemon
