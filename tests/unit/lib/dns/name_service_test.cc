// Canonical names, addresses and mail exchangers. The zone, the hosts file and the answers are those of a recording of
// Sendmail 8.17 (`/canon`, `/map host`, `/mx`, `/map bestmx`).
#include "lib/dns/name_service.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/fake_resolver.h"

using namespace sm;
using namespace sm::dns;

namespace {

constexpr const char* kZone = R"(
10.2.0.192.in-addr.arpa PTR mail.example.com.
21.2.0.192.in-addr.arpa PTR host1.example.com.
2.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR host2.example.com.
alias.example.com CNAME sub.example.com.
cname.test CNAME good.test.
cnameloop.test CNAME cnameloop2.test.
cnameloop2.test CNAME cnameloop.test.
dangling.test CNAME nowhere.invalid.
deep.sub.example.com A 192.0.2.31
example.org A 198.51.100.1
example.org MX 10 mx.example.org.
good.test A 203.0.113.30
good.test MX 10 mx.good.test.
host1.example.com A 192.0.2.21
list.example.com MX 10 mail.example.com.
mail.example.com A 192.0.2.10
mail.example.com MX 10 mail.example.com.
multi.test MX 30 c.multi.test.
multi.test MX 10 a.multi.test.
multi.test MX 20 b.multi.test.
nomx.test A 203.0.113.32
nullmx.test MX 0 .
onlyv6.test AAAA 2001:db8:1::1
sub.example.com A 192.0.2.30
sub.example.com MX 5 mail.example.com.
tmpfail.test SERVFAIL
txtonly.test TXT hello
www.example.com CNAME host1.example.com.
)";

class Etc {
 public:
  Etc() {
    std::string pattern = "/tmp/name_service_test.XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    std::ofstream(folder_ + "/hosts") << "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n"
                                         "192.0.2.10\tmail.example.com mail\n"
                                         "192.0.2.99\tfilehost.example.com filehost fh # note\n";
    std::ofstream(folder_ + "/switch") << "# comment\nhosts\tfiles dns\naliases files\n";
    std::ofstream(folder_ + "/files_only") << "hosts files\n";
  }
  ~Etc() { std::filesystem::remove_all(folder_); }
  NameServiceOptions options() const {
    return {.hosts_file = folder_ + "/hosts", .service_switch_file = folder_ + "/switch", .domain = "example.com"};
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
};

std::shared_ptr<Resolver> zone() {
  return std::make_shared<test::FakeResolver>(kZone, std::vector<std::string>{"example.com"});
}

std::string names_of(const MxList& list) {
  std::string text;
  for (const MxHost& host : list.hosts) text += (text.empty() ? "" : " ") + host.name;
  return text;
}

}  // namespace

TEST_CASE("dns/name_service: canonical names") {
  Etc etc;
  NameService service(zone(), etc.options());
  struct Row {
    std::string host;
    Found found;
    std::string name;
    std::string message;
  };
  const Row rows[] = {
      {"mail.example.com", Found::yes, "mail.example.com"},
      {"MAIL.example.com", Found::yes, "mail.example.com"},
      {"mail", Found::yes, "mail.example.com"},
      {"host1", Found::yes, "host1.example.com"},
      {"www.example.com", Found::yes, "host1.example.com"},
      {"www", Found::yes, "host1.example.com"},
      {"example.org", Found::yes, "example.org"},
      {"example.org.", Found::yes, "example.org"},
      {"EXAMPLE.ORG", Found::yes, "EXAMPLE.ORG"},
      {"unknown.invalid", Found::no},
      {"nomx.test", Found::yes, "nomx.test"},
      {"onlyv6.test", Found::yes, "onlyv6.test"},
      {"nullmx.test", Found::yes, "nullmx.test"},
      {"txtonly.test", Found::no},
      {"tmpfail.test", Found::deferred, "", "tmpfail.test: Name server timeout"},
      {"cname.test", Found::yes, "good.test"},
      {"cnameloop.test", Found::no, "cnameloop2.test", "DNS failure: CNAME loop for cnameloop2.test"},
      {"dangling.test", Found::no},
      {"filehost", Found::yes, "filehost.example.com"},
      {"fh", Found::yes, "filehost.example.com"},
      {"localhost", Found::yes, "localhost.example.com"},
      {"deep.sub", Found::yes, "deep.sub.example.com"},
      {"list.example.com", Found::yes, "list.example.com"},
      {".", Found::no},
      {"vm", Found::no},
  };
  for (const Row& row : rows) {
    CAPTURE(row.host);
    CanonicalName name = service.canonical_name(row.host);
    CHECK(name.found == row.found);
    CHECK(name.name == row.name);
    CHECK(name.message == row.message);
  }
}

TEST_CASE("dns/name_service: options change what is canonical") {
  Etc etc;
  NameServiceOptions options = etc.options();
  options.expand_cnames = false;
  options.has_wildcard_mx = true;
  NameService service(zone(), options);
  CHECK(service.canonical_name("www").name == "www.example.com");
  CHECK(service.canonical_name("list.example.com").found == Found::no);
  CHECK(service.canonical_name("deep.sub", false).found == Found::no);
}

TEST_CASE("dns/name_service: names of addresses and addresses of names") {
  Etc etc;
  NameService service(zone(), etc.options());
  CHECK(service.name_of_address("192.0.2.10").name == "mail.example.com");
  CHECK(service.name_of_address("192.0.2.21").name == "host1.example.com");
  CHECK(service.name_of_address("127.0.0.1").name == "localhost");
  CHECK(service.name_of_address("IPv6:2001:db8::22").name == "host2.example.com");
  CHECK(service.name_of_address("203.0.113.99").found == Found::no);
  CHECK(service.addresses("host1").texts == std::vector<std::string>{"192.0.2.21"});
  CHECK(service.addresses("www.example.com").canonical_name == "host1.example.com");
  CHECK(service.addresses("localhost", AddressFamily::v6).texts == std::vector<std::string>{"::1"});
  CHECK(service.addresses("tmpfail.test").found == Found::deferred);
  CHECK(service.addresses("unknown.invalid").found == Found::no);
  CHECK(reverse_name("::1") == "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa");
  CHECK(!reverse_name("no address"));
}

TEST_CASE("dns/mx_list: exchangers as sendmail finds them") {
  Etc etc;
  NameService service(zone(), etc.options());
  struct Row {
    std::string host;
    bool search;
    MxList::Kind kind;
    std::string hosts;
    ExitStatus status = ExitStatus::ok;
  };
  using Kind = MxList::Kind;
  const Row rows[] = {
      {"MAIL.example.com", true, Kind::hosts, "mail.example.com."},
      {"host1", true, Kind::hosts, "host1.example.com."},
      {"host1", false, Kind::none, "", ExitStatus::no_host},
      {"host1.example.com", true, Kind::hosts, "host1.example.com."},
      {"www", true, Kind::none, ""},
      {"www.example.com", false, Kind::none, ""},
      {"example.org", true, Kind::hosts, "mx.example.org."},
      {"unknown.invalid", true, Kind::none, "", ExitStatus::no_host},
      {"onlyv6.test", false, Kind::hosts, "onlyv6.test."},
      {"nullmx.test", true, Kind::null_mx, "", ExitStatus::unavailable},
      {"txtonly.test", false, Kind::none, ""},
      {"tmpfail.test", true, Kind::deferred, "", ExitStatus::temp_fail},
      {"cname.test", true, Kind::hosts, "mx.good.test."},
      {"dangling.test", true, Kind::none, "", ExitStatus::no_host},
      {"multi.test", true, Kind::hosts, "a.multi.test. b.multi.test. c.multi.test."},
      {"filehost", true, Kind::hosts, "filehost.example.com.", ExitStatus::no_host},
      {"fh", false, Kind::hosts, "filehost.example.com.", ExitStatus::no_host},
      {"mail", false, Kind::hosts, "mail.example.com.", ExitStatus::no_host},
      {"localhost", true, Kind::hosts, "localhost.example.com.", ExitStatus::no_host},
      {"[192.0.2.10]", true, Kind::hosts, "[192.0.2.10]"},
      {"[IPv6:2001:db8::22]", true, Kind::hosts, "[IPv6:2001:db8::22]"},
      {"[1.2.3.4", true, Kind::none, ""},
      {"alias.example.com", true, Kind::hosts, "mail.example.com."},
  };
  for (const Row& row : rows) {
    CAPTURE(row.host);
    CAPTURE(row.search);
    MxList list = service.mail_exchangers({.host = row.host, .use_search_list = row.search});
    CHECK(list.kind == row.kind);
    CHECK(names_of(list) == row.hosts);
    CHECK(list.status == row.status);
  }
}

TEST_CASE("dns/mx_list: this host, ties and the fallback") {
  Etc etc;
  NameService service(zone(), etc.options());
  auto local = [](std::string name) {
    return [name](std::string_view candidate) { return candidate == name; };
  };
  MxList list = service.mail_exchangers({.host = "multi.test", .is_local = local("b.multi.test")});
  CHECK(names_of(list) == "a.multi.test.");
  list = service.mail_exchangers({.host = "multi.test", .is_local = local("a.multi.test")});
  CHECK(list.kind == MxList::Kind::loops_back);
  CHECK(list.status == ExitStatus::config);
  list = service.mail_exchangers({.host = "good.test", .is_local = local("mx.good.test"), .try_null_list = true});
  CHECK(names_of(list) == "good.test.");
  list = service.mail_exchangers({.host = "example.org", .fallback_host = "multi.test"});
  CHECK(names_of(list) == "mx.example.org. a.multi.test. b.multi.test. c.multi.test.");
  list = service.mail_exchangers({.host = "tmpfail.test", .fallback_host = "[192.0.2.1]"});
  CHECK(names_of(list) == "[192.0.2.1]");
  list = service.mail_exchangers({.host = "unknown.invalid", .fallback_host = "[192.0.2.1]"});
  CHECK(list.kind == MxList::Kind::none);

  auto ties = std::make_shared<test::FakeResolver>("t MX 5 a.\nt MX 5 b.\nt MX 1 c.\n");
  NameService tied(ties, etc.options());
  auto reversed = [](std::string_view name) { return name == "a." ? 2U : 1U; };
  CHECK(names_of(tied.mail_exchangers({.host = "t", .tie_break = reversed})) == "c. b. a.");
}

TEST_CASE("dns/mx_list: without dns in the service switch there are no exchangers") {
  Etc etc;
  NameServiceOptions options = etc.options();
  options.service_switch_file = etc.path("files_only");
  NameService service(zone(), options);
  CHECK(names_of(service.mail_exchangers({.host = "multi.test"})) == "multi.test");
  CHECK(service.canonical_name("example.org").found == Found::no);
  CHECK(service.canonical_name("fh").name == "filehost.example.com");
}
