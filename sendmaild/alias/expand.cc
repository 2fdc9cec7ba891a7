// One address after the other: resolve, refuse, find duplicates, then alias, include, user database, ruleset 5, user,
// .forward.
#include "sendmaild/alias/expand.h"

#include <fmt/format.h>

#include <deque>
#include <iterator>
#include <set>
#include <unordered_map>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/alias/address_list.h"
#include "sendmaild/alias/user_list.h"

namespace sm::alias {
namespace {

using State = ExpandedRecipient::State;
using Kind = rules::ResolvedAddress::Kind;

constexpr size_t kShownList = 203;

std::string start_of_list(std::string_view text) {
  if (text.size() <= kShownList) return std::string(text);
  return std::string(text.substr(0, kShownList - 3)) + "...";
}

// The user part as aliases and the password file know it.
std::string bare_user(std::string_view user) {
  std::string out;
  for (char c : user)
    if (c != '"' && c != '\\') out += c;
  return out;
}

class Expansion {
 public:
  Expansion(const config::Config& config, const rules::RuleEngine& engine, const AliasDatabase& aliases, UserFiles& files,
            ExpandFor purpose, const ExpandContext& context)
      : config_(config),
        engine_(engine),
        aliases_(aliases),
        files_(files),
        purpose_(purpose),
        context_(context) {
    rewrite_.macros = context.macros;
    rewrite_.delivery_mode = context.delivery_mode;
    rewrite_.queue_id = context.queue_id;
  }

  std::vector<ExpandedRecipient> run(const std::vector<GivenAddress>& addresses) {
    // The addresses of the envelope come first, whatever their aliases add.
    for (const GivenAddress& given : addresses) {
      ExpandedRecipient& added = all_.emplace_back();
      added.address = given.address;
      added.controller = given.controller;
    }
    given_ = addresses.size();
    for (size_t i = 0; i < given_; ++i) {
      resolve(i);
      note_delivery(i);
    }
    for (size_t i = 0; i < given_; ++i) follow(i);
    find_loops();
    return {std::make_move_iterator(all_.begin()), std::make_move_iterator(all_.end())};
  }

 private:
  void log(int level, const std::string& text) const {
    if (context_.log) context_.log(level, text);
  }
  void tell(const std::string& text) const {
    if (context_.tell) context_.tell(text);
  }

  void fail(size_t index, int code, std::string enhanced, std::string text, ExitStatus status) {
    ExpandedRecipient& recipient = all_[index];
    recipient.state = code / 100 == 4 ? State::deferred : State::failed;
    recipient.reply_code = code;
    recipient.enhanced = std::move(enhanced);
    recipient.text = std::move(text);
    recipient.status = status;
  }

  void resolve(size_t index) {
    all_[index].resolved = engine_.resolve(all_[index].address, rules::AddressRole::envelope_recipient, rewrite_);
  }

  // Lists have thousands of members: equal ones are found by what they resolve to.
  void note_delivery(size_t index) {
    const rules::ResolvedAddress& resolved = all_[index].resolved;
    if (resolved.kind == Kind::mailer && resolved.mailer != nullptr) by_delivery_.emplace(delivery_key(resolved), index);
  }

  static std::string delivery_key(const rules::ResolvedAddress& resolved) {
    return resolved.mailer->name + '\0' + resolved.host + '\0' + resolved.user;
  }

  // What an error of the rules means for a recipient.
  void take_refusal(size_t index) {
    const rules::ResolvedAddress& resolved = all_[index].resolved;
    int code = resolved.reply_code != 0 ? resolved.reply_code : 553;
    if (resolved.temporary_failure && code / 100 != 4) code = 451;
    std::string enhanced = resolved.enhanced.empty() ? (code / 100 == 4 ? "4.4.3" : "5.1.3") : resolved.enhanced;
    std::string text = resolved.text.empty() ? resolved.message : resolved.text;
    fail(index, code, std::move(enhanced), std::move(text), resolved.status);
  }

  // Everything about one address that has been resolved.
  void follow(size_t index) {
    if (all_[index].depth > config_.options.max_alias_recursion) return too_deep(index);
    const rules::ResolvedAddress& resolved = all_[index].resolved;
    if (resolved.kind == Kind::discard) {
      all_[index].state = State::removed;
      return;
    }
    if (resolved.kind == Kind::error || resolved.temporary_failure || resolved.mailer == nullptr)
      return take_refusal(index);
    all_[index].quoted = resolved.user.find('\\') != std::string::npos;
    bool is_allowed = check_special(index);
    if (is_allowed && is_duplicate(index)) return;
    // A refused one is compared with what comes later, as every address is.
    if (index >= given_) note_delivery(index);
    if (!is_allowed) return;
    if (resolved.mailer->name == "*include*") return include(index);
    bool may_be_alias = !all_[index].quoted && !context_.no_aliases && resolved.mailer->flags.has('A');
    if (may_be_alias && expand_alias(index)) return;
    if (all_[index].state != State::deliver) return;
    if (resolved.mailer->flags.has('@') && expand_user_database(index)) return;
    if (resolved.mailer->flags.has('5') && rewrite_local(index)) return;
    local_user(index);
  }

  void too_deep(size_t index) {
    std::string text = fmt::format("aliasing/forwarding loop broken ({} aliases deep; {} max)", all_[index].depth,
                                   config_.options.max_alias_recursion);
    fail(index, 554, "5.4.6", text, ExitStatus::usage);
    if (all_[index].parent) fail(*all_[index].parent, 554, "5.4.6", text, ExitStatus::usage);
  }

  // Programs, files and lists need an alias, and a trustworthy one. False: refused.
  bool check_special(size_t index) {
    const std::string& mailer = all_[index].resolved.mailer->name;
    std::string_view what;
    if (mailer == "prog") what = "programs";
    if (mailer == "*file*") what = "files";
    if (mailer == "*include*") what = ":include:s";
    if (what.empty()) return true;
    auto refuse = [&](std::string text) {
      fail(index, 550, "5.7.1", std::move(text), ExitStatus::unavailable);
      return false;
    };
    bool by_alias = all_[index].parent || all_[index].controller;
    if (!by_alias || !context_.may_use_files || config_.options.use_msp)
      return refuse(fmt::format("Cannot mail directly to {}", what));
    if (mailer == "*include*" || !all_[index].controller) return true;
    const Controller& controller = *all_[index].controller;
    if (controller.bogus_shell && controller.user.empty())
      return refuse(fmt::format("UID {} is an unknown user: cannot mail to {}", controller.uid, what));
    if (controller.bogus_shell)
      return refuse(fmt::format("User {}@{} doesn't have a valid shell for mailing to {}", controller.user,
                                host_name(), what));
    if (controller.unsafe)
      return refuse(fmt::format("Address {} is unsafe for mailing to {}", all_[*all_[index].parent].address, what));
    return true;
  }

  std::string host_name() const {
    return context_.macros != nullptr ? context_.macros->value("j") : macros::MacroScope(config_.macros).value("j");
  }

  static bool same_delivery(const ExpandedRecipient& a, const ExpandedRecipient& b) {
    if (a.resolved.mailer != b.resolved.mailer || a.resolved.user != b.resolved.user || a.resolved.host != b.resolved.host)
      return false;
    bool program = a.resolved.mailer->name == "prog";
    return !program || !a.controller || !b.controller || a.controller->uid == b.controller->uid;
  }

  // An address that is there already is dropped. Where it is one of its own ancestors, that one keeps its delivery.
  bool is_duplicate(size_t index) {
    std::optional<size_t> first = first_equal(index);
    if (!first) return false;
    all_[index].state = State::duplicate;
    if (is_ancestor(*first, index)) {
      keeps_itself_.push_back(*first);
      if (all_[index].parent == *first) direct_self_.insert(*first);
    } else {
      tell(fmt::format("{}... duplicate suppressed", all_[index].address));
    }
    return true;
  }

  std::optional<size_t> first_equal(size_t index) const {
    std::optional<size_t> first;
    auto [begin, end] = by_delivery_.equal_range(delivery_key(all_[index].resolved));
    for (auto at = begin; at != end; ++at) {
      size_t i = at->second;
      const ExpandedRecipient& other = all_[i];
      // Of two equal ones in the envelope the first stays; members of lists yield to the envelope's own.
      bool later = index < given_ && i > index && i < given_;
      if (i == index || later || other.state == State::duplicate || other.state == State::removed) continue;
      if (same_delivery(other, all_[index]) && (!first || i < *first)) first = i;
    }
    return first;
  }

  bool is_ancestor(size_t candidate, size_t index) const {
    for (std::optional<size_t> parent = all_[index].parent; parent; parent = all_[*parent].parent)
      if (*parent == candidate) return true;
    return false;
  }

  // Adds members below `parent` and follows each.
  void add_members(size_t parent, const std::vector<std::string>& members, const Controller& controller) {
    for (const std::string& member : members) {
      size_t index = all_.size();
      ExpandedRecipient& added = all_.emplace_back();
      added.address = member;
      added.parent = parent;
      added.depth = all_[parent].depth + 1;
      added.controller = controller;
      resolve(index);
      follow(index);
    }
  }

  bool takes_itself(size_t index) { return std::erase(keeps_itself_, index) > 0; }

  bool is_user(size_t index) {
    if (!all_[index].resolved.mailer->flags.has('w')) return true;
    Result<std::optional<LocalUser>> found = files_.find_user(bare_user(all_[index].resolved.user));
    return !found || found->has_value();
  }

  // True when the address was an alias, or could not be looked up.
  bool expand_alias(size_t index) {
    std::string name = bare_user(all_[index].resolved.user);
    AliasAnswer answer = aliases_.find(name);
    if (answer.kind == AliasAnswer::Kind::absent) return false;
    if (answer.kind == AliasAnswer::Kind::temporary_failure) {
      fail(index, 451, "4.3.0", answer.message, ExitStatus::temp_fail);
      return true;
    }
    all_[index].owner = aliases_.find_owner(name);
    if (purpose_ == ExpandFor::verification) {
      all_[index].state = State::verified;
      return true;
    }
    tell(fmt::format("{}... aliased to {}", all_[index].address, start_of_list(answer.value)));
    log(11, fmt::format("alias {} => {}", all_[index].address, start_of_list(answer.value)));
    return replace_by(index, split_address_list(answer.value), default_controller(index));
  }

  // Programs and files of aliases run as DefaultUser.
  Controller default_controller(size_t index) const {
    Controller controller;
    controller.uid = config_.options.default_user.uid;
    controller.gid = config_.options.default_user.gid;
    controller.alias = all_[index].address;
    return controller;
  }

  // Follows the members. False when the address itself is one of them and is delivered to.
  bool replace_by(size_t index, const std::vector<std::string>& members, const Controller& controller) {
    all_[index].state = State::expanded;
    add_members(index, members, controller);
    // A list that contains its own name means the user of this name; one that only leads back to itself is a loop.
    bool direct = direct_self_.erase(index) > 0;
    if (!takes_itself(index) || (!direct && !is_user(index))) return true;
    all_[index].state = State::deliver;
    return false;
  }

  // UserDatabaseSpec: mail for a user with maildrops goes there. True when it does, or the database could not be asked.
  bool expand_user_database(size_t index) {
    const maps::UserDatabase* users = aliases_.user_database();
    if (users == nullptr) return false;
    std::string name = ascii::lower(bare_user(all_[index].resolved.user));
    Result<std::vector<std::string>> drops = users->values(name, "maildrop");
    Result<std::optional<std::string>> owner = users->find(name, "mailsender");
    if (!drops || !owner) {
      fail(index, 451, "4.3.0", "user database error", ExitStatus::temp_fail);
      return true;
    }
    if (drops->empty()) return false;
    if (purpose_ == ExpandFor::verification) {
      all_[index].state = State::verified;
      return true;
    }
    if (*owner) all_[index].owner = *std::move(*owner);
    std::vector<std::string> members;
    for (const std::string& drop : *drops) {
      log(11, fmt::format("expand {} => {}", all_[index].address, start_of_list(drop)));
      for (std::string& member : split_address_list(drop)) members.push_back(std::move(member));
    }
    return replace_by(index, members, default_controller(index));
  }

  // Ruleset 5. True when another address has taken this one's place.
  bool rewrite_local(size_t index) {
    // $h keeps the +detail while the rules try user+* and then user.
    if (context_.macros != nullptr) context_.macros->set("h", all_[index].resolved.host);
    std::optional<rules::ResolvedAddress> again = engine_.resolve_local_again(all_[index].resolved, rewrite_);
    if (!again) return false;
    if (again->kind == Kind::mailer && again->mailer == all_[index].resolved.mailer &&
        again->user == all_[index].resolved.user && again->host == all_[index].resolved.host)
      return false;
    if (again->kind != Kind::mailer) {
      all_[index].resolved = *std::move(again);
      take_refusal(index);
      return true;
    }
    size_t child = all_.size();
    ExpandedRecipient& added = all_.emplace_back();
    added.address = all_[index].address;
    added.parent = index;
    added.depth = all_[index].depth + 1;
    added.controller = all_[index].controller;
    added.resolved = *std::move(again);
    // The detail of user+detail is the host, without its sign.
    if (added.resolved.host.starts_with('+')) added.resolved.host.erase(0, 1);
    all_[index].state = State::expanded;
    follow(child);
    return true;
  }

  // Mailers with F=w: the user must exist; then the .forward files.
  void local_user(size_t index) {
    const config::Mailer& mailer = *all_[index].resolved.mailer;
    if (!mailer.flags.has('w')) {
      if (purpose_ == ExpandFor::verification) all_[index].state = State::verified;
      return;
    }
    std::string name = bare_user(all_[index].resolved.user);
    Result<std::optional<LocalUser>> found = files_.find_user(name);
    if (found && !*found && ascii::lower(name) != name) found = files_.find_user(ascii::lower(name));
    if (!found) return fail(index, 450, "4.5.2", "User lookup failed", ExitStatus::temp_fail);
    if (!*found) return fail(index, 550, "5.1.1", "User unknown", ExitStatus::no_user);
    const LocalUser& user = **found;
    all_[index].home = user.home;
    all_[index].full_name = user.full_name;
    if (!all_[index].quoted && user.name != name && !bare_matches(index, user.name)) {
      all_[index].resolved.user = user.name;
      note_delivery(index);
    }
    if (purpose_ == ExpandFor::verification) {
      all_[index].state = State::verified;
      return;
    }
    Controller controller;
    controller.user = user.name;
    controller.uid = user.uid;
    controller.gid = user.gid;
    controller.alias = all_[index].address;
    controller.bogus_shell = !files_.is_login_shell(user.shell);
    if (!all_[index].controller) all_[index].controller = controller;
    if (!all_[index].quoted) forward(index, user, controller);
  }

  bool bare_matches(size_t index, const std::string& name) const { return bare_user(all_[index].resolved.user) == name; }

  // The paths of ForwardPath for a user, macros replaced.
  std::vector<std::string> forward_paths(size_t index, const LocalUser& user) const {
    macros::MacroScope base(config_.macros);
    macros::MacroScope scope(context_.macros != nullptr ? context_.macros : &base);
    scope.set("z", user.home == "/" ? std::string() : user.home);
    scope.set("u", user.name);
    scope.set("h", all_[index].resolved.host);
    std::string path = config_.options.forward_path ? macros::expand(*config_.options.forward_path, scope)
                                                    : scope.value("z") + "/.forward";
    std::vector<std::string> out;
    for (std::string_view one : split(path, ':'))
      if (!one.empty()) out.emplace_back(one);
    return out;
  }

  void forward(size_t index, const LocalUser& user, Controller controller) {
    bool transient = false;
    for (const std::string& path : forward_paths(index, user)) {
      UserList list = read_user_list(ListKind::forward, path, ListReader{user.uid, user.gid, user.name}, config_.options, files_);
      for (const std::string& note : list.notes) log(12, note);
      switch (list.kind) {
        case UserList::Kind::missing: continue;
        case UserList::Kind::refused:
          log(3, fmt::format("forward {}: {}", path, list.reason));
          tell(fmt::format("forward: {}: {}", path, list.reason));
          continue;
        case UserList::Kind::transient:
          log(3, fmt::format("forward {}: transient error: {}", path, list.reason));
          transient = true;
          continue;
        case UserList::Kind::read: break;
      }
      if (list.members.empty()) return;
      controller.unsafe = list.unsafe;
      all_[index].state = State::expanded;
      for (const std::string& member : list.members)
        log(11, fmt::format("forward {} => {}", all_[index].address, start_of_list(member)));
      add_members(index, list.members, controller);
      if (takes_itself(index)) all_[index].state = State::deliver;
      return;
    }
    if (transient) fail(index, 451, "4.2.0", "transient .forward open error: message queued", ExitStatus::temp_fail);
  }

  void include(size_t index) {
    if (purpose_ == ExpandFor::verification) {
      all_[index].state = State::verified;
      return;
    }
    std::string path = special_address(all_[index].address).text;
    Controller controller = all_[index].controller.value_or(Controller{});
    ListReader reader{controller.uid, controller.gid, controller.user};
    UserList list = read_user_list(ListKind::include, path, reader, config_.options, files_);
    for (const std::string& note : list.notes) log(12, note);
    tell(fmt::format("including file {}", path));
    if (list.kind == UserList::Kind::transient) {
      log(3, fmt::format("include {}: transient error: {}", path, list.reason));
      if (list.timed_out) return fail(index, 451, "4.4.1", fmt::format("open timeout on {}", path), ExitStatus::temp_fail);
      return fail(index, 451, "4.2.4", fmt::format("Cannot open {}: {}", path, list.reason), ExitStatus::temp_fail);
    }
    if (list.kind != UserList::Kind::read)
      return fail(index, 550, "5.2.4", fmt::format("Cannot open {}: {}", path, list.reason), ExitStatus::unavailable);
    take_owner(controller, list);
    controller.unsafe = controller.unsafe || list.unsafe;
    all_[index].state = State::expanded;
    add_members(index, list.members, controller);
    takes_itself(index);
  }

  // Members of a list below a plain alias have the rights of who owns the list, where only he could have put it there.
  void take_owner(Controller& controller, const UserList& list) {
    bool nobody = controller.user.empty() || controller.uid == config_.options.default_user.uid;
    if (!nobody || !list.safe_folders || list.owner == 0) return;
    Result<std::optional<LocalUser>> owner = files_.find_user_by_id(list.owner);
    controller.uid = list.owner;
    controller.user.clear();
    controller.bogus_shell = true;
    if (!owner || !*owner) return;
    controller.user = (*owner)->name;
    controller.gid = (*owner)->gid;
    controller.bogus_shell = !files_.is_login_shell((*owner)->shell);
  }

  // Aliases that lead nowhere but to each other.
  void find_loops() {
    bool alive = false;
    for (const ExpandedRecipient& recipient : all_)
      alive = alive || (recipient.state != State::expanded && recipient.state != State::duplicate);
    if (alive) return;
    for (size_t i = 0; i < given_; ++i)
      if (all_[i].state == State::expanded)
        fail(i, 554, "5.4.6", "aliasing/forwarding loop broken", ExitStatus::usage);
  }

  const config::Config& config_;
  const rules::RuleEngine& engine_;
  const AliasDatabase& aliases_;
  UserFiles& files_;
  ExpandFor purpose_;
  const ExpandContext& context_;
  rules::RewriteContext rewrite_;
  std::deque<ExpandedRecipient> all_;  // references stay good while it grows
  std::unordered_multimap<std::string, size_t> by_delivery_;
  size_t given_ = 0;                   // the first ones are those of the envelope
  std::vector<size_t> keeps_itself_;   // addresses that a list below them names again
  std::set<size_t> direct_self_;       // … of which they are members themselves
};

}  // namespace

std::vector<ExpandedRecipient> Expander::expand(const std::vector<std::string>& addresses, ExpandFor purpose,
                                                const ExpandContext& context) const {
  std::vector<GivenAddress> given;
  for (const std::string& address : addresses) given.push_back({address, std::nullopt});
  return expand(given, purpose, context);
}

std::vector<ExpandedRecipient> Expander::expand(const std::vector<GivenAddress>& addresses, ExpandFor purpose,
                                                const ExpandContext& context) const {
  return Expansion(*config_, *engine_, *aliases_, *files_, purpose, context).run(addresses);
}

}  // namespace sm::alias
