// What the map tools read from a sendmail.cf.
#include "makemap/tool_config.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

using namespace sm::makemap;

TEST_CASE("makemap/tool_config: trusted user, aliases and map classes") {
  std::string path = "/tmp/tool_config_test.XXXXXX";
  ::close(::mkstemp(path.data()));
  std::ofstream(path) << "O TrustedUser=0\nO AliasFile=/etc/aliases, hash:-o /etc/more\nOA/etc/third\n"
                         "Kaccess hash -o -T<TMPF> /etc/mail/access.db\nKbt btree /x/bt\nKdequote dequote\n";
  auto config = read_tool_config(path);
  ::unlink(path.c_str());
  REQUIRE(config.ok());
  CHECK(config->trusted_user == 0U);
  CHECK(config->alias_specs == std::vector<std::string>{"/etc/aliases", "hash:-o /etc/more", "/etc/third"});
  CHECK(class_for_file(*config, "/etc/mail/access.db", PathMatch::whole) == "hash");
  CHECK(!class_for_file(*config, "/etc/mail/access", PathMatch::whole));
  CHECK(class_for_file(*config, "access", PathMatch::base_name) == "hash");
  CHECK(class_for_file(*config, "bt.db", PathMatch::base_name) == "btree");
  CHECK(config->warnings.empty());
  CHECK(!read_tool_config("/nonexistent/cf").ok());
}
