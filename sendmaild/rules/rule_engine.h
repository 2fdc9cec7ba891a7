// The rule engine as the rest of the program sees it: rewrite text through rulesets, resolve addresses to mailers, ask
// check_* rulesets. Synchronous; one engine for a Config, shared by all threads; all state of a call is in its
// RewriteContext.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/config/config.h"
#include "sendmaild/macros/macro_scope.h"
#include "sendmaild/maps/map_set.h"

namespace sm::rules {

class Trace;          // rules/trace.h: -d21 output and the explain tree
class CompiledRules;  // rules/compile.h

// Everything a ruleset can see or change while it runs.
struct RewriteContext {
  macros::MacroScope* macros = nullptr;  // $&x reads it, macro maps write it
  char delivery_mode = 'b';
  std::string_view queue_id;
  Trace* trace = nullptr;                // null: no trace
  bool keeps_address_type = false;       // ${addr_type} stays what it is while an address is resolved (/parse)
};

// The triple of `$#mailer $@host $:user`, or the refusal of `$#error`.
struct ResolvedAddress {
  enum class Kind { mailer, error, discard };
  Kind kind = Kind::mailer;
  // What scanning the address had to repair ("Unbalanced '<'"): only a remark in -bt, a refusal in SMTP.
  std::string syntax_error;
  bool parsed = true;        // false: no address at all (a syntax error that cannot be repaired)
  const config::Mailer* mailer = nullptr;  // of the Config; null for error and discard
  std::string host;          // may be empty; keeps a trailing dot
  std::string user;          // the $u of the delivery (after the rewriting that resolving does)
  std::string original;      // the address as it was given, comments kept
  // error: "553 5.1.3 text" split up; status is the sysexits value that $@ or the code stand for.
  int reply_code = 0;
  std::string enhanced;      // "5.1.3"
  std::string text;
  ExitStatus status = ExitStatus::ok;
  // A map could not answer: the recipient is queued and tried again (4.4.3).
  bool temporary_failure = false;
  std::string message;
};

// What a check_* ruleset decided.
struct CheckVerdict {
  enum class Kind { accept, reject, discard, quarantine };
  Kind kind = Kind::accept;
  int reply_code = 0;
  std::string enhanced;      // "5.7.1"
  std::string text;          // without the codes; as sendmail sends it, `addr... text` is the session's job
  std::string quarantine_reason;
  // What stands behind $#, with blanks between words: srv_features, greet_pause, authinfo and their like.
  std::optional<std::string> answer;
  std::string map_message;   // of a temporary failure: "host map: lookup (x): deferred"
  bool temporary_failure = false;
};

// Whether parentheses in the argument of a check are comments. `$>+` of header lines keeps them.
enum class Comments { strip, keep };

enum class AddressRole { envelope_sender, envelope_recipient, header_sender, header_recipient };

class RuleEngine {
 public:
  static std::unique_ptr<RuleEngine> create(std::shared_ptr<const config::Config> config,
                                            std::shared_ptr<const maps::MapSet> maps);
  virtual ~RuleEngine() = default;

  // True when the ruleset has at least one rule.
  virtual bool has_ruleset(std::string_view name) const = 0;
  // True when the ruleset, or one it can call, can reach a map that may block.
  virtual bool may_block(std::string_view name) const = 0;

  // Rulesets 3 and 0 (then 2, R=, 4 for the user part): what mailer gets this address. Syntax errors come back as
  // Kind::error with sendmail's texts ("Unbalanced '<'", "User address required" …).
  virtual ResolvedAddress resolve(std::string_view address, AddressRole role, RewriteContext& context) const = 0;
  // Ruleset 5 for a local user without an alias: nothing when it changes nothing.
  virtual std::optional<ResolvedAddress> resolve_local_again(const ResolvedAddress& local, RewriteContext& context) const = 0;

  struct RewrittenAddress {
    std::string address;
    bool temporary_failure = false;
    ExitStatus status = ExitStatus::ok;  // of rewrite_for: ok or temp_fail, other mishaps go by
  };
  // The address as `mailer` wants it: 3, [D], 1 or 2, S= or R=, 4 (the Operations Guide's picture of rulesets).
  // `sender_domain` is appended to unqualified header addresses where the sending mailer has F=C; else empty.
  virtual RewrittenAddress rewrite_for(const config::Mailer& mailer, std::string_view address, AddressRole role,
                                       std::string_view sender_domain, RewriteContext& context) const = 0;

  // A check_* style ruleset on "argument1" or "argument1 $| argument2". Accept when it does not exist.
  virtual CheckVerdict check(std::string_view ruleset, std::string_view argument1,
                             std::optional<std::string_view> argument2, RewriteContext& context,
                             Comments comments = Comments::strip) const = 0;

  // One ruleset over one text, result re-joined (with BlankSub): for try_tls, queuegroup, authinfo … and tests.
  virtual RewrittenAddress run(std::string_view ruleset, std::string_view text, RewriteContext& context) const = 0;

  // The template of an address with its comments: "$g" (as the encoded macro) stands where the address itself was.
  virtual std::string crack(std::string_view address) const = 0;

  virtual const config::Config& configuration() const = 0;
  virtual const CompiledRules& compiled() const = 0;
  virtual const maps::MapSet& map_set() const = 0;
};

}  // namespace sm::rules
