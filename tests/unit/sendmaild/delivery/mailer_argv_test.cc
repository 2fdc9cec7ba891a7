// The words a mailer program gets. Each word of A= stays one argument, whatever an address holds: there is no shell to
// quote for.
#include "sendmaild/delivery/mailer_argv.h"

#include <doctest/doctest.h>

#include "lib/address/dollar_encoding.h"
#include "tests/support/mail_config.h"

using namespace sm;

namespace {

using Words = std::vector<std::string>;

struct Run {
  config::Mailer mailer;
  macros::MacroTable none;
  macros::MacroScope globals{none};
  message::Envelope envelope{&globals};
  std::vector<message::Recipient> recipients;

  Run(const char* flags, const Words& argv) : mailer(test::mailer("test", flags)) {
    for (const std::string& word : argv) mailer.argv.push_back(address::encode_dollars(word).text);
  }
  Words words(const Words& users) {
    recipients.resize(users.size());
    delivery::Batch batch(envelope);
    batch.mailer = &mailer;
    for (size_t i = 0; i < users.size(); ++i) {
      recipients[i].user = users[i];
      batch.recipients.push_back(&recipients[i]);
    }
    batch.macros.set("g", "kim@b");
    batch.macros.set("h", "mx.b");
    auto argv = delivery::mailer_argv(batch);
    return argv ? *argv : Words{argv.error().text};
  }
};

}  // namespace

TEST_CASE("delivery/mailer_argv: macros, flags and recipients") {
  struct Row {
    const char* what;
    const char* flags;
    Words argv;
    Words users;
    Words expected;
  };
  const Row rows[] = {
      {"procmail", "", {"procmail", "-a", "$h", "-d", "$u"}, {"lee"}, {"procmail", "-a", "mx.b", "-d", "lee"}},
      {"$u once for each", "", {"x", "$u", "-e"}, {"lee", "kim"}, {"x", "lee", "kim", "-e"}},
      {"F=f names the sender", "f", {"x", "$u"}, {"lee"}, {"x", "-f", "kim@b", "lee"}},
      {"F=r names it in its own way", "r", {"x", "$u"}, {"lee"}, {"x", "-r", "kim@b", "lee"}},
      {"a bar is no part of the command", "", {"sh", "-c", "$u"}, {"|/bin/x -y"}, {"sh", "-c", "/bin/x -y"}},
      {"blanks and dollars stay inside", "", {"x", "$u"}, {"a b $h; rm"}, {"x", "a b $h; rm"}},
      {"F=s takes the quotes off", "s", {"x", "$u"}, {"\"a b\""}, {"x", "a b"}},
      {"F=B the leading backslash", "B", {"x", "$u"}, {"\\lee"}, {"x", "lee"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(Run(row.flags, row.argv).words(row.users) == row.expected);
  }
}

TEST_CASE("delivery/mailer_argv: more words than a program may get are an error") {
  CHECK(Run("", {"x", "$u"}).words(Words(2000, "lee")) == Words{"Too many parameters to test before $u"});
}

TEST_CASE("delivery/mailer_argv: only $u makes a program take recipients as arguments") {
  CHECK(delivery::takes_recipients_as_arguments(Run("", {"x", "$u"}).mailer));
  CHECK(!delivery::takes_recipients_as_arguments(Run("", {"lmtpd", "-l"}).mailer));
}
