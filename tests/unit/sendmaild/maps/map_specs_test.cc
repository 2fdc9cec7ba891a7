// What is said about K lines that are wrong, in the words of Sendmail 8.17.
#include <doctest/doctest.h>

#include "tests/unit/sendmaild/maps/maps_fixture.h"

using namespace sm;

TEST_CASE("maps: complaints about K lines") {
  struct Row {
    std::string line;
    std::vector<std::string> complaints;
  };
  const Row rows[] = {
      {"Kx nosuchtype /a", {"readcf: map x: class nosuchtype not available"}},
      {"Ky", {"readcf: config K line, map y: no map class"}},
      {"Kz hash", {"No file name for hash map z"}},
      {"Kw hash -X /a", {"Illegal option X map w"}},
      {"Kv regex", {}},
      {"Ku regex (", {"pattern-compile-error: Unmatched ( or \\("}},
      {"Ku regex -s5 (a)", {"field (5) out of range, only 2 substrings in pattern"}},
      {"Ks dns", {"dns map s: missing -R type"}},
      {"Kr dns -R NOSUCH", {"dns map r: wrong type NOSUCH", "dns map r: missing -R type"}},
      {"Kq sequence a b", {"Sequence map q: unknown member map a", "Sequence map q: unknown member map b"}},
      {"Km null\nKq sequence m", {}},
      {"Kp program", {"No file name for program map p"}},
      {"Ko arith foo", {}},
      {"Kl ldap", {"No filter given in map l"}},
      {"Kl ldap -k x -M foo", {"Method for binding must be [none|simple|krbv4] (not foo) in map l"}},
      {"Kl ldap -k x -s foo", {"Scope must be [base|one|sub] (not foo) in map l"}},
      {"Kl ldap -k x -r foo", {"Deref must be [never|always|search|find] (not foo) in map l"}},
      {"Kl ldap -k x -h a -H b", {"Can not specify both an LDAP host and an LDAP URI in map l"}},
      {"Kl ldap -k x -v a:b", {"Unknown attribute type (b) in l"}},
      {"Kl ldap -k x -Q", {"Illegal option Q map l"}},
      {"Kl ldap -1 -k (mail=%0) -v maildrop,x:DN:person|* -b dc=example", {}},
      {"Kn hesiod foo", {"readcf: map n: class hesiod not available"}},
      {"Ks syslog -Lfoo", {"syslog_map_parseargs: Unknown priority foo"}},
      {"Kn nis foo\nKp nisplus foo", {}},
      {"Ks syslog -Lfoo -X -LINFO", {"Illegal option X map syslog"}},
      {"Ks syslog -X", {"Illegal option X map syslog"}},
      {"Ks switch", {"No file name for switch map s"}},
      {"Ks socket", {"No file name for socket map s"}},
      {"Kh host -X", {}},
      {"Kb bestmx -X", {"Illegal option X map b"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    test::MapsFixture fixture;
    fixture.configure("V10/Berkeley\n" + row.line + "\nMlocal, P=/bin/true, A=true\n");
    std::vector<std::string> texts;
    for (const std::string& complaint : fixture.complaints) {
      size_t text = complaint.find(": line ");
      if (text == std::string::npos) continue;
      texts.push_back(complaint.substr(complaint.find(": ", text + 7) + 2));
    }
    CHECK(texts == row.complaints);
  }
}
