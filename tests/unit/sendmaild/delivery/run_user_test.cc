// Whom a mailer runs as (Operations Guide, F=S, F=o, U=, DefaultUser, DontInitGroups).
#include <doctest/doctest.h>

#include "sendmaild/delivery/batch.h"
#include "tests/support/mail_config.h"

using namespace sm;

TEST_CASE("delivery/batch: a mailer's user, and his groups unless DontInitGroups") {
  struct Row {
    const char* what;
    const char* flags;
    bool has_user;
    uid_t controller;  // 0: none
    bool dont_init_groups;
    uid_t uid;
    gid_t gid;
    const char* user;
  };
  const Row rows[] = {
      {"nobody in particular", "", false, 0, false, 65534, 65533, "nobody"},
      {"without his other groups", "", false, 0, true, 65534, 65533, ""},
      {"the owner of the alias or .forward", "o", false, 1000, false, 1000, 1001, "lee"},
      {"the owner without his other groups", "o", false, 1000, true, 1000, 1001, ""},
      {"an owner without F=o", "", false, 1000, false, 65534, 65533, "nobody"},
      {"U=", "", true, 0, false, 8, 12, "mail"},
      {"U= without other groups", "", true, 0, true, 8, 12, ""},
      {"F=S with U=", "S", true, 0, false, 8, 12, "mail"},
      {"F=S", "S", false, 0, false, 0, 0, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto config = std::make_shared<config::Config>(test::mail_config());
    config->options.default_user = {"nobody", 65534, 65533};
    config->options.dont_init_groups = row.dont_init_groups;
    delivery::Site site;
    site.config = config;
    config::Mailer mailer = test::mailer("test", row.flags);
    if (row.has_user) {
      mailer.has_user = true;
      mailer.user = "mail";
      mailer.uid = 8;
      mailer.gid = 12;
    }
    macros::MacroScope globals(config->macros);
    message::Envelope envelope(&globals);
    delivery::Batch batch(envelope);
    batch.mailer = &mailer;
    message::ControllingUser owner{"lee", row.controller, 1001, "team"};
    if (row.controller != 0) batch.controller = &owner;
    process::RunUser user = delivery::run_user(site, batch);
    CHECK(user.uid == row.uid);
    CHECK(user.gid == row.gid);
    CHECK(user.user == row.user);
  }
}
