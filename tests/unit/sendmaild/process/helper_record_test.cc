// What a root process accepts from an unprivileged one: a record survives the way there and back, and everything that
// is cut, too long or not a record is refused.
#include "sendmaild/process/helper_record.h"

#include <doctest/doctest.h>

using sm::process::decode;
using sm::process::encode;
using sm::process::HelperRecord;

namespace {

HelperRecord a_record() {
  HelperRecord record;
  record.kind = HelperRecord::Kind::run_mailer;
  record.number = 3;
  record.uid = 1000;
  record.gid = 100;
  record.user = "lee";
  record.argv = {"procmail", "-d", "lee"};
  record.directories = {"/home/lee", "/"};
  return record;
}

}  // namespace

TEST_CASE("process/helper_record: a record comes out as it went in") {
  auto back = decode(encode(a_record()));
  REQUIRE(back.has_value());
  CHECK(back->kind == HelperRecord::Kind::run_mailer);
  CHECK(back->number == 3);
  CHECK(back->uid == 1000);
  CHECK(back->gid == 100);
  CHECK(back->user == "lee");
  CHECK(back->argv == std::vector<std::string>{"procmail", "-d", "lee"});
  CHECK(back->directories == std::vector<std::string>{"/home/lee", "/"});
}

TEST_CASE("process/helper_record: no prefix of a record and no record with a tail is accepted") {
  std::string bytes = encode(a_record());
  for (size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(decode(bytes.substr(0, size)).has_value());
  }
  CHECK_FALSE(decode(bytes + "x").has_value());
}

TEST_CASE("process/helper_record: words that cannot be arguments are refused by the encoder already") {
  HelperRecord record = a_record();
  record.argv.push_back(std::string("a\0b", 3));
  CHECK(encode(record).empty());
  record = a_record();
  record.argv.push_back(std::string(sm::process::kHelperWordLimit + 1, 'x'));
  CHECK(encode(record).empty());
  record = a_record();
  record.argv.assign(sm::process::kHelperWordsLimit + 1, "x");
  CHECK(encode(record).empty());
}
