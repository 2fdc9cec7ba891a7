// Recipients to deliveries: aliases, :include: lists, ruleset 5, .forward files, with loops and duplicates taken out
// (Operations Guide, "Aliasing, Forwarding, Inclusion").
// The result is a tree in one vector: every address that was looked at, parents before their children; those with
// State::deliver are what is left to be done.
// Security: programs and files are only reached through aliases and files that pass the safety rules, and run as the
// controlling user, never as root.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/alias/alias_database.h"
#include "sendmaild/alias/user_files.h"
#include "sendmaild/config/config.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::alias {

// Whose rights programs, files and includes below an address have.
struct Controller {
  std::string user;   // login name; empty: DefaultUser
  uid_t uid = 0;
  gid_t gid = 0;
  std::string alias;  // the address that gave the right, for "ctladdr="
  bool unsafe = false;        // came through a file others can change: no programs and files
  bool bogus_shell = false;   // the user's shell is not in /etc/shells
};

struct ExpandedRecipient {
  enum class State {
    deliver,     // to be delivered through `resolved`
    verified,    // verify only: exists, was not followed further
    expanded,    // replaced by its children
    duplicate,   // the same delivery is already there
    removed,     // dropped silently (self reference, DISCARD)
    failed,      // `text` says why, 5xx
    deferred,    // `text` says why, 4xx: try the whole address again later
  };
  std::string address;               // as logs show it: "kim@daum.net", "\\lee", "|/etc/smrsh/keep"
  rules::ResolvedAddress resolved;   // mailer, host, user
  State state = State::deliver;
  int depth = 0;                     // 0: given by the sender
  std::optional<size_t> parent;      // index into the result
  bool quoted = false;               // had a backslash: no alias, no .forward
  std::optional<Controller> controller;
  std::optional<std::string> owner;  // of the list this address is: errors of its members go there
  // failed, deferred
  int reply_code = 0;                // 550
  std::string enhanced;              // "5.1.1"
  std::string text;                  // "User unknown"
  ExitStatus status = ExitStatus::ok;
  std::string home, full_name;       // of a local user, for $z and $x
};

// An address of an envelope. One that came from an alias in an earlier attempt still has the rights that the alias gave.
struct GivenAddress {
  std::string address;
  std::optional<Controller> controller;
};

enum class ExpandFor {
  delivery,      // everything is followed
  verification,  // RCPT and VRFY: stops where the address is known to be good
};

struct ExpandContext {
  macros::MacroScope* macros = nullptr;  // of the envelope
  std::string_view queue_id;
  char delivery_mode = 'b';
  bool may_use_files = true;             // false: the message may not reach programs and files (unsafe queue file)
  // Lines for the log at their LogLevel, without queue id: "alias lee => kim, park".
  std::function<void(int level, const std::string&)> log;
  bool no_aliases = false;               // -n
  // Progress for -v: "aliased to kim".
  std::function<void(const std::string&)> tell;
};

class Expander {
 public:
  Expander(std::shared_ptr<const config::Config> config, std::shared_ptr<const rules::RuleEngine> engine,
           std::shared_ptr<const AliasDatabase> aliases, std::shared_ptr<UserFiles> files)
      : config_(std::move(config)), engine_(std::move(engine)), aliases_(std::move(aliases)), files_(std::move(files)) {}

  // Expands one envelope's recipients together, so that duplicates are found across them.
  std::vector<ExpandedRecipient> expand(const std::vector<GivenAddress>& addresses, ExpandFor purpose,
                                        const ExpandContext& context) const;
  std::vector<ExpandedRecipient> expand(const std::vector<std::string>& addresses, ExpandFor purpose,
                                        const ExpandContext& context) const;

 private:
  std::shared_ptr<const config::Config> config_;
  std::shared_ptr<const rules::RuleEngine> engine_;
  std::shared_ptr<const AliasDatabase> aliases_;
  std::shared_ptr<UserFiles> files_;
};

}  // namespace sm::alias
