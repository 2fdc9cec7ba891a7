// Sessions of address test mode against what real sendmail answered, line by line.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/cli/address_test.h"
#include "sendmaild/config/parse_config.h"

using namespace sm;

namespace {

const std::string kFolder = std::string(SM_SOURCE_DIR) + "/tests/golden/rules/";

config::HostFacts host() {
  config::HostFacts facts;
  facts.host_name = facts.canonical_name = facts.node_name = "mail.example.com";
  facts.version = "8.17.1.9";
  return facts;
}

// Addresses of memory are not the same twice.
std::string masked(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with("0x") && text.substr(i).find('=') >= 10 && text.substr(i).find('=') <= 18) {
      out += "0xPTR";
      i += text.substr(i).find('=');
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string answer(const std::string& name) {
  Result<std::string> text = read_file(kFolder + name + ".cf");
  REQUIRE(text.ok());
  auto outcome = config::parse_config_text(*text, name + ".cf", {}, host(), {}, [](const config::Complaint&) {});
  cli::AddressTest test(*outcome.config, DebugFlags(), false);
  UniqueFd in(::open((kFolder + name + ".in").c_str(), O_RDONLY | O_CLOEXEC));
  std::string path = std::string(SM_BINARY_DIR) + "/address_test_" + name + ".out";
  UniqueFd out(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  REQUIRE(in.valid());
  REQUIRE(out.valid());
  CHECK(test.run(in.get(), out.get()) == 0);
  Result<std::string> answered = read_file(path);
  REQUIRE(answered.ok());
  ::unlink(path.c_str());
  return masked(*answered);
}

}  // namespace

TEST_CASE("golden/rules: sessions of address test mode read as those of sendmail") {
  for (const char* name : {"operators", "tokens", "mailers", "headers", "temporary"}) {
    CAPTURE(name);
    Result<std::string> expected = read_file(kFolder + name + ".out");
    REQUIRE(expected.ok());
    std::string got = answer(name);
    auto want_lines = split(*expected, '\n');
    auto got_lines = split(got, '\n');
    size_t differences = 0;
    for (size_t i = 0; i < std::min(want_lines.size(), got_lines.size()) && differences < 5; ++i) {
      CAPTURE(i + 1);
      CHECK(got_lines[i] == want_lines[i]);
      if (got_lines[i] != want_lines[i]) ++differences;
    }
  }
}
