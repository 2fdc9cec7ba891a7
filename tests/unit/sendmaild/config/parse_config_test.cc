// What lines of a sendmail.cf become.
#include <doctest/doctest.h>

#include <algorithm>

#include "lib/base/posix.h"
#include "sendmaild/config/cf_reader.h"
#include "sendmaild/config/describe.h"
#include "sendmaild/config/line_format.h"
#include "sendmaild/config/parse_config.h"
#include "sendmaild/macros/macro_scope.h"
#include "tests/unit/sendmaild/config/test_host.h"

using namespace sm;
using namespace sm::config;
using namespace std::chrono_literals;

namespace {

struct Parsed {
  std::shared_ptr<const Config> config;
  std::string output;
  ParseOutcome outcome;
};

Parsed parse(const std::string& lines, CommandLineSettings command_line = {}) {
  Parsed out;
  command_line.test_mode = true;
  out.outcome = parse_config_text("V10/Berkeley\n" + lines + "Mlocal, P=/bin/true, A=true $u\n", "x.cf", command_line,
                                  testing::test_host(), {},
                                  [&](const Complaint& complaint) { out.output += format_complaint(complaint, false); });
  out.config = out.outcome.config;
  return out;
}

std::string macro(const Parsed& parsed, std::string_view name) {
  return macros::MacroScope(parsed.config->macros).value(name);
}

std::vector<std::string> members(const Parsed& parsed, std::string_view name) {
  std::vector<std::string> out = parsed.config->classes.listed(name);
  std::sort(out.begin(), out.end());
  return out;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("config/cf_reader: lines are folded, comments vanish, the last physical line counts") {
  CfReader reader("# all\n\tof this\nDa1\r\n\nDbone\n two # not three\n  four\nDc\\#x\nDd$#\n");
  struct Row {
    const char* text;
    int line;
  };
  const Row rows[] = {{"Da1", 3}, {"Dbone\n two\n  four", 7}, {"Dc#x", 8}, {"Dd\x96", 9}};
  for (const Row& row : rows) {
    std::optional<LogicalLine> line = reader.next();
    REQUIRE(line);
    CHECK(line->text == row.text);
    CHECK(line->line == row.line);
  }
  CHECK_FALSE(reader.next());
}

TEST_CASE("config: macros are stored raw, classes are expanded when they are read") {
  Parsed parsed = parse("Dx$y\nDyone\nC{a}w $x\nDytwo\nC{b}$={a} z\nDq\"a b\" c\\\"d\n");
  CHECK(macro(parsed, "x") == "two");
  CHECK(members(parsed, "a") == Words{"one", "w"});
  CHECK(members(parsed, "b") == Words{"one", "w", "z"});
  CHECK(macro(parsed, "q") == "a b c\"d");
}

TEST_CASE("config: the host is known under all its names") {
  CHECK(members(parse(""), "w") ==
        Words{"[127.0.0.1]", "[192.0.2.10]", "[localhost]", "localhost", "mail", "mail.example.com"});
  CHECK(members(parse("O DontProbeInterfaces\n"), "w") == Words{"[192.0.2.10]", "mail", "mail.example.com"});
  CHECK(members(parse("O DontProbeInterfaces=loopback\n"), "w") ==
        Words{"[127.0.0.1]", "[192.0.2.10]", "mail", "mail.example.com"});
  Parsed named = parse("DjX.Y\n");
  CHECK(macro(named, "j") == "X.Y");
  CHECK(macro(named, "w") == "mail");
  CHECK(macro(named, "m") == "example.com");
  CHECK(named.config->classes.contains("w", "x.y"));
}

TEST_CASE("config: options of every type") {
  Parsed parsed = parse(
      "O MaxMessageSize=10M\nO Timeout.queuereturn=3\nO Timeout.queuewarn.urgent=2\nO Timeout.ident=0\n"
      "O PrivacyOptions=noexpn,goaway\nO PrivacyOptions=noetrn\nO MinFreeBlocks=5/6\nO SuperSafe=interactive\n"
      "OT7d/1h\nO QueueFileMode=0640\nO AliasFile=hash:/etc/aliases, text:-o /x\nO DefaultUser=8:12\n"
      "O HoldExpensive=1\nO MaxHopCount=abc\nO PidFile=/run/$j\nO CipherList=$j\nO ResolverOptions=+AAONLY -DNSRCH\n"
      "O SmtpGreetingMessage=$j \"hi\"\n");
  const Options& options = parsed.config->options;
  CHECK(parsed.output.empty());
  CHECK(options.max_message_size == 6);
  CHECK(options.timeouts.queue_return[TimeoutClass::normal] == 7 * 24h);
  CHECK(options.timeouts.queue_warn[TimeoutClass::urgent] == 1h);
  CHECK(options.timeouts.ident == 0s);
  CHECK(options.privacy_options.has(Privacy::needmailhelo));
  CHECK(options.privacy_options.has(Privacy::noetrn));
  CHECK_FALSE(options.privacy_options.has(Privacy::nobodyreturn));
  CHECK(options.min_free_blocks == 5);
  CHECK(options.super_safe == SuperSafe::interactive);
  CHECK(options.queue_file_mode == 0640);
  REQUIRE(options.alias_file.size() == 2);
  CHECK(options.alias_file[1].map_class == "text");
  CHECK(options.alias_file[1].spec == "-o /x");
  CHECK(options.default_user.uid == 8);
  CHECK(options.default_user.gid == 12);
  CHECK_FALSE(options.hold_expensive);
  CHECK(options.max_hop_count == 0);
  CHECK(options.pid_file == "/run/\x81j");
  CHECK(options.cipher_list == "mail.example.com");
  CHECK(options.resolver_options.clear == Words{"dnsrch"});
  CHECK(macros::expand(options.smtp_greeting_message, macros::MacroScope(parsed.config->macros)) ==
        "mail.example.com hi");
}

TEST_CASE("config: options of the command line win, sets add up") {
  CommandLineSettings command_line;
  command_line.options = {{"LogLevel=15", true}, {"PrivacyOptions=noexpn", true}, {"Timeout.queuereturn=1d", true}, {"Q/x", false}};
  Parsed parsed = parse(
      "O LogLevel=2\nO PrivacyOptions=novrfy\nO Timeout.queuereturn.urgent=9d\nO Timeout.queuereturn.dsn=2d\n"
      "O QueueDirectory=/y\n",
      command_line);
  const Options& options = parsed.config->options;
  CHECK(options.log_level == 15);
  CHECK(options.privacy_options.has(Privacy::noexpn));
  CHECK(options.privacy_options.has(Privacy::novrfy));
  CHECK(options.timeouts.queue_return[TimeoutClass::urgent] == 24h);
  CHECK(options.timeouts.queue_return[TimeoutClass::dsn] == 48h);
  CHECK(options.queue_directory == "/x");
}

TEST_CASE("config: unsafe options cost the privileges of who is not root") {
  CommandLineSettings command_line;
  command_line.privileged = false;
  command_line.options = {{"LogLevel=15", true}};
  CHECK_FALSE(parse("", command_line).outcome.drop_privileges);
  command_line.options = {{"QueueDirectory=/x", true}};
  CHECK(parse("", command_line).outcome.drop_privileges);
  command_line.options = {{"MrSMTP", false}};
  CHECK_FALSE(parse("", command_line).outcome.drop_privileges);
}

TEST_CASE("config: DaemonPortOptions are resolved") {
  Parsed parsed = parse("O DaemonPortOptions=Port=smtp,Addr=127.0.0.1, Name=MTA\nO DaemonPortOptions=Port=587, Name=MSA, M=E a\n");
  REQUIRE(parsed.config->daemon_ports.size() == 2);
  const DaemonPort& first = parsed.config->daemon_ports[0];
  CHECK(first.name == "MTA");
  CHECK(first.address == "127.0.0.1");
  CHECK(first.port_number == 25);
  CHECK(parsed.config->daemon_ports[1].modifiers == "Ea");
  CHECK(parsed.config->daemon_ports[1].port_number == 587);
  Parsed none = parse("");
  REQUIRE(none.config->daemon_ports.size() == 1);
  CHECK(none.config->daemon_ports[0].port_number == 25);
}

TEST_CASE("config: mailers are listed as =M lists them") {
  Parsed parsed = parse(
      "Mesmtp, P=[IPC], F=mDFMuXa, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP, E=\\r\\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h\n"
      "Mq, P=/bin/q, F=L, U=mail, M=5, A=q \"a b\" $u\n");
  CHECK(describe_mailer(*parsed.config, *parsed.config->find_mailer("ESMTP")) ==
        "mailer 3 (esmtp): P=[IPC] S=EnvFromSMTP/HdrFromSMTP R=EnvToSMTP/EnvToSMTP M=0 U=-1:-1 F=DFMXamu L=990 "
        "E=\\r\\n T=DNS/RFC822/SMTP r=100 A=TCP $h");
  CHECK(describe_mailer(*parsed.config, *parsed.config->find_mailer("q")) ==
        "mailer 4 (q): P=/bin/q S=0/0 R=0/0 M=5 U=8:8 F=L L=990 E=\\n T=<undefined>/<undefined>/<undefined> r=100 "
        "A=q a b $u");
  CHECK(describe_mailer(*parsed.config, parsed.config->mailers[1]) ==
        "mailer 1 (*file*): P=[FILE] S=0/0 R=0/0 M=0 U=-1:-1 F=9DEFMPloqsu L=0 E=\\n T=X-Unix/X-Unix/X-Unix r=100 "
        "A=FILE $u");
}

TEST_CASE("config: old version levels give local mailers their flags and shorten $w") {
  CommandLineSettings command_line;
  ParseOutcome old = parse_config_text("Mlocal, P=/x, A=y $u\nMx, P=[IPC], A=TCP $h, F=L\n", "x.cf", command_line,
                                       testing::test_host(), {}, {});
  CHECK(macros::MacroScope(old.config->macros).value("w") == "mail.example.com");
  CHECK(old.config->options.use_errors_to);
  CHECK(old.config->options.colon_ok_in_addr);
  for (char flag : std::string_view("Aw5:|/@q")) CHECK(old.config->find_mailer("local")->flags.has(flag));
  CHECK(old.config->find_mailer("x")->flags.has('7'));
}

TEST_CASE("config: a set shows by the last of its names, and by its number where the one it wanted cannot be had") {
  Parsed parsed = parse("Sone=5\nR$*\t\t$: $1\nStwo=5\nSbig=777\nSlate=888\nSplain\nSbig=7\n");
  struct Row {
    const char* name;
    int number;
    const char* shown;
  };
  const Row rows[] = {{"one", 5, "two"}, {"two", 5, "two"}, {"plain", 199, "plain"}, {"big", 7, "big"}, {"late", 198, "198"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const RulesetSource* found = parsed.config->find_ruleset(row.name);
    REQUIRE(found != nullptr);
    CHECK(found->number == row.number);
    CHECK(found->name == row.shown);
  }
  CHECK(parsed.output.find("bad ruleset number 777 in \"big=777\" (100 max)") != std::string::npos);
}

TEST_CASE("config: rulesets have names and numbers, headers have conditions and checks") {
  Parsed parsed = parse(
      "Sfoo\nRa\tb\nSfoo=7\nS9\nR$*\t$: $1\nSbar=9\nH?D?Date: $a\nH?${x}?X-M: m\nHSubject: $>foo\nHSubject: $>+bar\n");
  CHECK(parsed.config->find_ruleset("foo")->number == 199);
  CHECK(parsed.config->find_ruleset("9")->name == "bar");
  CHECK(parsed.config->headers.size() == 3);
  CHECK(parsed.config->headers[0].mailer_flags == "D");
  CHECK(parsed.config->headers[1].macro == "x");
  CHECK(parsed.config->headers[2].check_ruleset == "bar");
  CHECK(parsed.config->headers[2].keep_comments);
  CHECK(describe_rule(parsed.config->find_ruleset("bar")->rules[0]) == "R$* \t\t$: $1 ");
}

TEST_CASE("config: a missing, odd or closed file is one message and status 72") {
  std::string output;
  auto sink = [&](const Complaint& complaint) { output += format_complaint(complaint, false); };
  ParseOutcome missing = parse_config("/nonexistent/x.cf", {}, testing::test_host(), {}, sink);
  CHECK(missing.fatal);
  CHECK(missing.status == ExitStatus::os_file);
  CHECK(output == "/nonexistent/x.cf: line 0: cannot open: No such file or directory\n");
  output.clear();
  ParseOutcome folder = parse_config("/", {}, testing::test_host(), {}, sink);
  CHECK(folder.status == ExitStatus::os_file);
  CHECK(output == "/: line 0: not a plain file\n");
}

TEST_CASE("config/line_format: F lines take what their scanf format takes") {
  struct Row {
    std::string_view line, format;
    std::optional<std::string> taken;
  };
  const Row rows[] = {
      {"  a b", "%s", "a"},           {"a b # c", "%[^#]", "a b "}, {"beta gamma", "%*s %s", "gamma"},
      {"abc123", "%[a-z]", "abc"},    {"123", "%[a-z]", {}},        {"12", "%d", {}},
      {"key=value x", "key=%s", "value"}, {"abcdef", "%3s", "abc"}, {"a]b", "%[]a]", "a]"},
      {"100%x", "100%%%s", "x"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.format);
    CHECK(scan_line(row.line, row.format) == row.taken);
  }
}

TEST_CASE("config: a lone dollar sign is an unknown line, not a crash") {
  Parsed parsed = parse("$\n");
  CHECK(parsed.output.starts_with("x.cf: line 2: unknown configuration line \""));
}
