// Expansion over a small site: a table of aliases, a few users with homes in a scratch folder, rules that know one
// domain.
#include "sendmaild/alias/expand.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "lib/base/ascii.h"
#include "sendmaild/alias/address_list.h"
#include "sendmaild/alias/rebuild.h"
#include "sendmaild/rules/compile.h"

using namespace sm;
using namespace sm::alias;

namespace {

std::shared_ptr<config::Config> site() {
  auto out = std::make_shared<config::Config>();
  auto add = [&](const char* name, const char* flags) {
    config::Mailer& mailer = out->mailers.emplace_back();
    mailer.name = name;
    for (const char* c = flags; *c != '\0'; ++c) mailer.flags.set(*c);
  };
  add("prog", "");
  add("*file*", "");
  add("*include*", "");
  add("local", "Aw5:/|@");
  add("esmtp", "");
  out->macros["j"] = "mail.example.com";
  out->options.default_user.uid = 8;
  out->options.default_user.gid = 8;
  return out;
}

// Everything without "@" is local; ruleset 5 sends "lost" to a relay.
class TestRules final : public rules::RuleEngine {
 public:
  explicit TestRules(std::shared_ptr<const config::Config> config) : config_(std::move(config)) {}

  rules::ResolvedAddress resolve(std::string_view address, rules::AddressRole, rules::RewriteContext&) const override {
    rules::ResolvedAddress out;
    out.original = address;
    SpecialAddress special = special_address(address);
    if (special.kind != SpecialKind::none) {
      const char* const kMailers[] = {"", "prog", "*file*", "*include*"};
      out.mailer = config_->find_mailer(kMailers[static_cast<int>(special.kind)]);
      out.user = address;
    } else if (size_t at = address.find('@'); at != std::string_view::npos) {
      out.mailer = config_->find_mailer("esmtp");
      out.host = address.substr(at + 1);
      out.user = address;
    } else if (address == "<") {
      out.kind = rules::ResolvedAddress::Kind::error;
      out.parsed = false;
      out.reply_code = 553;
      out.text = "Unbalanced '<'";
    } else {
      out.mailer = config_->find_mailer("local");
      out.user = ascii::lower(address);
    }
    return out;
  }
  std::optional<rules::ResolvedAddress> resolve_local_again(const rules::ResolvedAddress& local,
                                                            rules::RewriteContext& context) const override {
    if (local.user != "lost") return std::nullopt;
    return resolve("lost@relay", rules::AddressRole::envelope_recipient, context);
  }
  bool has_ruleset(std::string_view) const override { return false; }
  bool may_block(std::string_view) const override { return false; }
  RewrittenAddress rewrite_for(const config::Mailer&, std::string_view, rules::AddressRole, std::string_view,
                               rules::RewriteContext&) const override {
    return {};
  }
  rules::CheckVerdict check(std::string_view, std::string_view, std::optional<std::string_view>, rules::RewriteContext&,
                            rules::Comments) const override {
    return {};
  }
  RewrittenAddress run(std::string_view, std::string_view, rules::RewriteContext&) const override { return {}; }
  std::string crack(std::string_view address) const override { return std::string(address); }
  const config::Config& configuration() const override { return *config_; }
  const rules::CompiledRules& compiled() const override { std::abort(); }
  const maps::MapSet& map_set() const override { std::abort(); }

 private:
  std::shared_ptr<const config::Config> config_;
};

class TestAliases final : public AliasDatabase {
 public:
  std::map<std::string, std::string> table;
  AliasAnswer find(std::string_view name) const override {
    if (name == "broken") return AliasAnswer{AliasAnswer::Kind::temporary_failure, {}, "alias database unavailable"};
    auto found = table.find(std::string(name));
    if (found == table.end()) return {};
    return AliasAnswer{AliasAnswer::Kind::found, found->second, {}};
  }
  std::optional<std::string> find_owner(std::string_view name) const override {
    auto found = table.find("owner-" + std::string(name));
    return found == table.end() ? std::nullopt : std::make_optional(found->second);
  }
};

// Users lee, kim and park; park's shell is none. Their homes are in a folder of this process's user.
class TestFiles final : public UserFiles {
 public:
  TestFiles() {
    std::string name = (std::filesystem::current_path() / "alias_test_XXXXXX").string();
    root = ::mkdtemp(name.data());
    for (const char* user : {"lee", "kim", "park"}) std::filesystem::create_directory(root / user);
  }
  ~TestFiles() override { std::filesystem::remove_all(root); }

  void write(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    std::ofstream(root / name) << text;
    ::chmod((root / name).c_str(), mode);
  }
  Result<std::optional<LocalUser>> find_user(const std::string& name) override {
    if (name != "lee" && name != "kim" && name != "park") return std::optional<LocalUser>();
    return std::optional<LocalUser>(LocalUser{name, "", (root / name).string(), name == "park" ? "/none" : "/bin/sh",
                                              ::getuid(), ::getgid()});
  }
  Result<std::optional<LocalUser>> find_user_by_id(uid_t) override { return find_user("lee"); }
  bool is_login_shell(const std::string& shell) override { return shell == "/bin/sh"; }
  OpenedAsUser open(const std::string& path, uid_t, gid_t, const std::string&) override {
    OpenedAsUser out;
    out.fd = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!out.fd.valid()) out.error = errno;
    return out;
  }
  std::filesystem::path root;
};

struct Site {
  std::shared_ptr<config::Config> config = site();
  std::shared_ptr<TestAliases> aliases = std::make_shared<TestAliases>();
  std::shared_ptr<TestFiles> files = std::make_shared<TestFiles>();
  std::vector<std::string> log;

  std::vector<ExpandedRecipient> expand(const std::vector<std::string>& addresses,
                                        ExpandFor purpose = ExpandFor::delivery) {
    // The scratch folder may lie where others can write; what is tested here are the files.
    config->options.dont_blame_sendmail.set(config::Blame::forward_file_in_unsafe_dir_path_safe);
    config->options.dont_blame_sendmail.set(config::Blame::include_file_in_unsafe_dir_path_safe);
    Expander expander(config, std::make_shared<TestRules>(config), aliases, files);
    ExpandContext context;
    context.log = [this](int, const std::string& text) { log.push_back(text); };
    return expander.expand(addresses, purpose, context);
  }

  // "address mailer" of everything to be delivered, in order.
  std::vector<std::string> deliveries(const std::vector<std::string>& addresses) {
    std::vector<std::string> out;
    for (const ExpandedRecipient& one : expand(addresses))
      if (one.state == ExpandedRecipient::State::deliver) out.push_back(one.address + " " + one.resolved.mailer->name);
    return out;
  }
};

using Words = std::vector<std::string>;
using State = ExpandedRecipient::State;

}  // namespace

TEST_CASE("alias/expand: names, lists, lists of lists and duplicates") {
  Site site;
  site.aliases->table = {{"team", "lee, kim@daum.net, all"}, {"all", "kim, lee"}, {"root", "lee"}};
  CHECK(site.deliveries({"lee"}) == Words{"lee local"});
  CHECK(site.deliveries({"root"}) == Words{"lee local"});
  CHECK(site.deliveries({"team"}) == Words{"lee local", "kim@daum.net esmtp", "kim local"});
  CHECK(site.deliveries({"lee", "root", "all"}) == Words{"lee local", "kim local"});
}

TEST_CASE("alias/expand: every member of a long list is there, equal ones once") {
  Site site;
  constexpr int kMembers = 30'000;
  std::string members;
  for (int i = 0; i < 2 * kMembers; ++i) members += (i > 0 ? ", u" : "u") + std::to_string(i % kMembers) + "@remote.test";
  site.aliases->table = {{"everybody", members}};
  CHECK(site.deliveries({"everybody", "u7@remote.test"}).size() == kMembers);
}

TEST_CASE("alias/expand: unknown users, bad addresses and silent databases are told apart") {
  Site site;
  auto result = site.expand({"nobody", "<", "broken"});
  REQUIRE(result.size() == 3);
  CHECK(result[0].state == State::failed);
  CHECK(result[0].reply_code == 550);
  CHECK(result[0].enhanced == "5.1.1");
  CHECK(result[0].text == "User unknown");
  CHECK(result[1].state == State::failed);
  CHECK(result[2].state == State::deferred);
  CHECK(result[2].text == "alias database unavailable");
}

TEST_CASE("alias/expand: loops end, self references deliver") {
  Site site;
  site.aliases->table = {{"a1", "a2"}, {"a2", "a1"}, {"lee", "lee, kim"}, {"me", "me"}};
  auto loop = site.expand({"a1"});
  CHECK(loop[0].state == State::failed);
  CHECK(loop[0].text == "aliasing/forwarding loop broken");
  CHECK(site.deliveries({"lee"}) == Words{"lee local", "kim local"});
  CHECK(site.expand({"me"})[0].text == "User unknown");
  for (int i = 0; i < 12; ++i) site.aliases->table["d" + std::to_string(i)] = "d" + std::to_string(i + 1);
  auto deep = site.expand({"d0"});
  CHECK(deep.back().text == "aliasing/forwarding loop broken (11 aliases deep; 10 max)");
}

TEST_CASE("alias/expand: programs and files need an alias; they run as the default user") {
  Site site;
  site.aliases->table = {{"robot", "\"|/bin/x a, b\""}, {"trash", "/dev/null"}};
  CHECK(site.expand({"/dev/null"})[0].text == "Cannot mail directly to files");
  auto result = site.expand({"robot", "trash"});
  REQUIRE(result.size() == 4);
  CHECK(result[2].resolved.mailer->name == "prog");
  REQUIRE(result[2].controller);
  CHECK(result[2].controller->uid == 8);
  CHECK(result[2].controller->alias == "robot");
  CHECK(result[3].resolved.mailer->name == "*file*");
}

TEST_CASE("alias/expand: what an earlier attempt found in an alias keeps the rights that it gave") {
  Site site;
  Expander expander(site.config, std::make_shared<TestRules>(site.config), site.aliases, site.files);
  Controller granted;
  granted.alias = "robot";
  ExpandContext context;
  auto found = expander.expand({GivenAddress{"|/bin/prog", granted}, GivenAddress{"|/bin/prog2", std::nullopt}}, ExpandFor::delivery, context);
  REQUIRE(found.size() == 2);
  CHECK(found[0].state == State::deliver);
  CHECK(found[0].controller->alias == "robot");
  CHECK(found[1].text == "Cannot mail directly to programs");
  context.may_use_files = false;
  CHECK(expander.expand({GivenAddress{"|/bin/prog", granted}}, ExpandFor::delivery, context)[0].state == State::failed);
}

TEST_CASE("alias/expand: .forward keeps a copy, gives rights, and is refused when others may write it") {
  Site site;
  site.files->write("lee/.forward", "\\lee\nkim@daum.net\n\"|/bin/vacation lee\"\n");
  CHECK(site.deliveries({"lee"}) == Words{"\\lee local", "kim@daum.net esmtp", "\"|/bin/vacation lee\" prog"});
  site.files->write("lee/.forward", "kim@daum.net\n", 0660);
  CHECK(site.deliveries({"lee"}) == Words{"lee local"});
  REQUIRE_FALSE(site.log.empty());
  CHECK(site.log.back() == "forward " + (site.files->root / "lee/.forward").string() + ": Group writable file");
  site.files->write("park/.forward", "\"|/bin/x\"\n");
  auto refused = site.expand({"park"});
  CHECK(refused.back().text == "User park@mail.example.com doesn't have a valid shell for mailing to programs");
  site.files->write("kim/.forward", "# nothing\n");
  CHECK(site.deliveries({"kim"}) == Words{"kim local"});
  CHECK(site.deliveries({"\\lee"}) == Words{"\\lee local"});
}

TEST_CASE("alias/expand: ForwardPath is searched in order, empty switches it off") {
  Site site;
  site.files->write("lee/.forward", "kim@daum.net\n");
  site.config->options.forward_path = "";
  CHECK(site.deliveries({"lee"}) == Words{"lee local"});
  site.config->options.forward_path = "/nonexistent/\x81u:\x81z/.forward";
  CHECK(site.deliveries({"lee"}) == Words{"kim@daum.net esmtp"});
}

TEST_CASE("alias/expand: lists in files, and lists that cannot be read") {
  Site site;
  site.files->write("list", "lee\n# none\nkim, a@b\n");
  site.aliases->table = {{"l", ":include:" + (site.files->root / "list").string()}, {"n", ":include:/nonexistent/x"},
                         {"owner-l", "kim"}};
  CHECK(site.deliveries({"l"}) == Words{"lee local", "kim local", "a@b esmtp"});
  CHECK(site.expand({"l"})[0].owner == "kim");
  auto missing = site.expand({"n"});
  CHECK(missing.back().enhanced == "5.2.4");
  CHECK(missing.back().text == "Cannot open /nonexistent/x: No such file or directory");
}

TEST_CASE("alias/expand: ruleset 5 has the last word on local names without an alias") {
  Site site;
  CHECK(site.deliveries({"lost"}) == Words{"lost esmtp"});
}

TEST_CASE("alias/expand: verification stops at what is known to be good") {
  Site site;
  site.aliases->table = {{"team", "nobody"}};
  site.files->write("lee/.forward", "nobody\n");
  auto result = site.expand({"team", "lee", "nobody"}, ExpandFor::verification);
  REQUIRE(result.size() == 3);
  CHECK(result[0].state == State::verified);
  CHECK(result[1].state == State::verified);
  CHECK(result[2].state == State::failed);
}

TEST_CASE("alias: newaliases builds what the database answers, with sendmail's words") {
  Site site;
  std::string file = (site.files->root / "aliases").string();
  site.files->write("aliases", "# c\nPostmaster: root\nroot:\tlee,\n  kim\nroot: lee\nnocolon\na@b: c\n", 0644);
  config::AliasFileSpec spec;
  spec.map_class = "implicit";
  spec.spec = file;
  site.config->options.alias_file.push_back(spec);
  auto before = AliasDatabase::create(site.config, nullptr, {});
  CHECK(before->find("POSTMASTER").value == "root");

  Words printed;
  Words logged;
  RebuildReport report{[&](const std::string& text) { printed.push_back(text); },
                       [&](const std::string& text) { logged.push_back(text); }};
  ExitStatus status = rebuild_aliases(*site.config, TestRules(site.config), "root", report);
  CHECK(status == ExitStatus::software);
  CHECK(printed == Words{file + ": line 5: root... Warning: duplicate alias name root", file + ": line 6: missing colon",
                         file + ": line 7: a@b... cannot alias non-local names",
                         file + ": 3 aliases, longest 9 bytes, 34 bytes total"});
  CHECK(std::find(logged.begin(), logged.end(), "alias database " + file + " rebuilt by root") != logged.end());
  auto after = AliasDatabase::create(site.config, nullptr, {});
  CHECK(after->find("root").value == "lee");
  CHECK(after->find("Postmaster").value == "root");
  CHECK(after->find("@").value == "@");
  CHECK(after->find("nobody").kind == AliasAnswer::Kind::absent);
}
