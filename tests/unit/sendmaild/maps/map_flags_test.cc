// The flags of K lines, and %-substitution in values.
#include "sendmaild/maps/map_flags.h"

#include <doctest/doctest.h>

#include "sendmaild/maps/result_format.h"

using namespace sm::maps;

TEST_CASE("maps/map_flags: values cling to their letters, -k and -v may stand apart") {
  MapFlags flags;
  std::string unknown;
  auto rest = walk_flags("  -o -a<OK> -m -T<TMP> -k 2 -v3 -z\\t -X -N /etc/mail/file words", "kv",
                         [&](char letter, std::string_view value) { return take_common_flag(letter, value, flags); },
                         [&](char letter) { unknown += letter; });
  CHECK(rest == "/etc/mail/file words");
  CHECK(unknown == "X");
  CHECK(flags.optional);
  CHECK(flags.append == "<OK>");
  CHECK(flags.match_only);
  CHECK(flags.on_failure == "<TMP>");
  CHECK(flags.key_column == "2");
  CHECK(flags.value_column == "3");
  CHECK(flags.delimiter == '\t');
  CHECK(!flags.try_plain);
  CHECK(flags.try_null);
  CHECK(first_word(" a  b c ").word == "a");
  CHECK(first_word(" a  b c ").rest == "b c");
}

TEST_CASE("maps/result_format: % and the arguments") {
  std::vector<std::string> arguments = {"one", "two"};
  MapQuestion question{"key", arguments, true};
  CHECK(substitute("%0 %1 %2 %3.", question) == "key one two .");
  CHECK(substitute("100%% %a %", question) == "100% %a %");
  MapFlags flags;
  flags.append = "!";
  CHECK(found("%1", question, flags).value == "one!");
  CHECK(found_as_is("%1", question, flags).value == "%1!");
  flags.match_only = true;
  CHECK(found("%1", question, flags).value == "key!");
}
