// See the header. Messages are sendmail's; they go to the trace, and the caller gets the same as values.
#include "sendmaild/rules/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::rules {
namespace {

namespace meta = address::meta;


// Reply codes that are about the mailbox, so that the message names it.
bool names_the_address(const Refusal& refusal) {
  constexpr std::array kCodes{250, 252, 450, 550, 553};
  return !refusal.code_given || std::find(kCodes.begin(), kCodes.end(), refusal.reply_code) != kCodes.end();
}

// Where a user part that names a program, a file or a list begins: a quotation mark in front does not count.
std::string_view without_quote(std::string_view text) {
  if (!text.empty() && text[0] == '"') text.remove_prefix(1);
  return text;
}

}  // namespace

bool traces_macros(const RewriteContext& context) { return context.trace != nullptr && context.trace->wants_macros(); }

void define_macro(RewriteContext& context, std::string_view name, std::string value) {
  if (traces_macros(context)) {
    const std::string* before = context.macros->find(name);
    context.trace->macro_defined(name, value.empty() ? nullptr : &value, before != nullptr && !before->empty());
  }
  context.macros->set(name, std::move(value));
}

std::optional<std::string> too_long_complaint(std::string_view address) {
  if (address.size() <= kLongestAddress) return std::nullopt;
  return fmt::format("Address \"{}\" too long ({} bytes max)", address.substr(0, kLongestAddress), kLongestAddress);
}

std::optional<std::string> eight_bit_complaint(std::string_view address) {
  if (std::none_of(address.begin(), address.end(), meta::is_meta)) return std::nullopt;
  std::string shown;
  for (char c : address) {
    shown += meta::is_meta(c) ? '?' : static_cast<char>(static_cast<unsigned char>(c) & 0x7f);
  }
  return fmt::format("8-bit character in mailbox address \"{}\"", shown);
}

ResolvedAddress Resolver::resolve(std::string_view address) {
  ResolvedAddress out;
  shown_ = shortened(address);
  if (rewriter_.wants_note(20, 1)) rewriter_.note(20, 1, fmt::format("\n--parseaddr({})", address));
  auto unparsable = [&out, address](std::string text) {
    out.kind = ResolvedAddress::Kind::error;
    out.parsed = false;
    out.original = address;
    out.reply_code = 553;
    out.enhanced = "5.1.3";
    out.text = std::move(text);
    out.status = ExitStatus::no_user;
    return out;
  };
  Workspace workspace;
  bool usable = rewriter_.scan(address, address::TokenTable::external, workspace);
  if (auto complaint = eight_bit_complaint(address); usable && !workspace.empty() && complaint) {
    rewriter_.message(*complaint);
    return unparsable(*complaint);
  }
  if (auto complaint = too_long_complaint(address); usable && complaint) {
    rewriter_.message(fmt::format("{}... {}", shortened(address.substr(0, kLongestAddress)), *complaint));
    return unparsable(*complaint);
  }
  if (!usable || workspace.empty()) {
    std::string text = rewriter_.syntax_error();
    return unparsable(text.empty() ? "User address required" : text);
  }
  std::string repaired = rewriter_.syntax_error();
  bool later = rewriter_.run("3", workspace) == ExitStatus::temp_fail;
  later = rewriter_.run("0", workspace) == ExitStatus::temp_fail || later;
  constexpr std::string_view kLater = "Transient parse error -- message queued for future delivery";
  out = build(workspace);
  if (later) rewriter_.message(fmt::format("{}... {}", shown_, kLater));
  out.original = address;
  if (later) {
    // Where it would go without the answers that are missing is shown, but nobody may act on it.
    out.reply_code = 451;
    out.enhanced = "4.4.3";
    out.text = kLater;
    out.status = ExitStatus::temp_fail;
    out.temporary_failure = true;
    out.message = rewriter_.map_message();
  }
  out.syntax_error = std::move(repaired);
  if (rewriter_.wants_note(24, 4)) rewriter_.note(24, 4, fmt::format("allocaddr(flags=0, paddr={}, ad=1)", address));
  return out;
}

ResolvedAddress Resolver::resolved_from(std::span<const Token> tokens) { return build(tokens); }

ResolvedAddress Resolver::complain(std::string_view what) {
  ResolvedAddress out;
  out.kind = ResolvedAddress::Kind::error;
  out.reply_code = 553;
  out.enhanced = "5.3.5";
  out.status = ExitStatus::software;  // the configuration's fault, but this is what callers of sendmail are told
  out.text = fmt::format("buildaddr: {}", what);
  rewriter_.message(out.text);
  return out;
}

ResolvedAddress Resolver::refuse(std::span<const Token> tokens) {
  Refusal refusal = parse_refusal(tokens, rewriter_);
  if (!refusal.has_text) return complain("no user");
  ResolvedAddress out;
  out.kind = ResolvedAddress::Kind::error;
  out.host = refusal.code_text;
  out.user = refusal.full_text;
  out.reply_code = refusal.reply_code;
  out.enhanced = refusal.enhanced;
  out.text = refusal.text;
  out.status = refusal.status;
  rewriter_.message(names_the_address(refusal) ? fmt::format("{}... {}", shown_, refusal.text) : refusal.text);
  check_characters(out.user);
  return out;
}

ResolvedAddress Resolver::build(std::span<const Token> tokens) {
  rewriter_.note_tokens(24, 5, "buildaddr, flags=0, tv=", tokens);
  if (tokens.empty() || !tokens[0].is(meta::kMailer)) return complain("no mailer in parsed address");
  if (tokens.size() < 2) return complain("no user");
  std::string_view name = tokens[1].text;
  if (ascii::equal_ignoring_case(name, "error")) return refuse(tokens.subspan(2));

  // Everything between the mailer's name and `$@` is ignored; the host ends at `$:`.
  size_t i = 2;
  std::string host;
  bool has_host = false;
  while (i < tokens.size() && !tokens[i].is(meta::kUser)) {
    if (!has_host && tokens[i].is(meta::kHost)) {
      size_t begin = ++i;
      while (i < tokens.size() && !tokens[i].is(meta::kUser)) ++i;
      host = rewriter_.join(tokens.subspan(begin, i - begin)).substr(0, kLongestHost);
      has_host = !host.empty();
    } else {
      ++i;
    }
  }
  if (i >= tokens.size()) return complain("no user");
  const config::Mailer* mailer = config_.find_mailer(name);
  if (mailer == nullptr) return complain(fmt::format("unknown mailer {}", name));
  if (!has_host && !mailer->flags.has('l')) return complain("no host");

  ResolvedAddress out;
  Workspace user(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1, tokens.end());
  mailer = special_mailer(*mailer, user, out.user);
  out.mailer = mailer;
  out.host = mailer->flags.has('h') ? host : ascii::lower(host);
  // Rules of the mailer ask for the host by $&h.
  define_macro(rewriter_.context(), "h", out.host);
  if (mailer->name != "*include*") rewrite_user(*mailer, user);
  out.user = rewriter_.join(user).substr(0, kLongestUser);
  if (!mailer->flags.has('u')) out.user = ascii::lower(out.user);
  check_characters(out.user);
  return out;
}

// A user part that starts with `|`, `/` or `:include:` goes to prog, *file* or *include* where the mailer allows it.
const config::Mailer* Resolver::special_mailer(const config::Mailer& mailer, Workspace& user, std::string& text) const {
  if (mailer.flags.has('@') && !user.empty() && user[0].text == "@") user.erase(user.begin());
  text = rewriter_.join(user, '\0');
  std::string_view start = without_quote(text);
  const config::Mailer* special = nullptr;
  if (mailer.flags.has('|') && start.starts_with('|')) {
    special = config_.find_mailer("prog");
  } else if (mailer.flags.has('/') && start.starts_with('/')) {
    special = config_.find_mailer("*file*");
  } else if (mailer.flags.has(':') && ascii::starts_with_ignoring_case(start, ":include:")) {
    special = config_.find_mailer("*include*");
    std::string file(trim(start.substr(9)));
    if (!file.empty() && file.back() == '"') file.pop_back();
    user.assign(1, rewriter_.token(file));
  }
  return special == nullptr ? &mailer : special;
}

void Resolver::rewrite_user(const config::Mailer& mailer, Workspace& user) {
  using Place = Rewriter::Place;
  // Before V10, only recipients of the envelope were rewritten as recipients.
  if (config_.version_level >= 10 || role_ == AddressRole::envelope_recipient) {
    rewriter_.run("2", user, Place::own);
    const std::string& own = mailer.recipient_envelope_ruleset;
    if (!own.empty() && own != "0") rewriter_.run(own, user, Place::own);
  }
  rewriter_.run("4", user, Place::own);
}

// Characters that no mailbox may have (control characters outside of quotes) are shown, and replaced by question marks.
void Resolver::check_characters(std::string& user) {
  std::string_view kind;
  bool quoted = false;
  bool escaped = false;
  for (char& c : user) {
    bool protect = escaped || quoted;
    if (c == '"' && !escaped) quoted = !quoted;
    escaped = c == '\\' && !escaped;
    bool eight_bit = meta::is_meta(c);
    if (!eight_bit && (protect || !ascii::is_control(c) || ascii::is_space(c))) continue;
    kind = eight_bit ? "8-bit" : "non-printable";
    c = '?';
  }
  if (!kind.empty())
    rewriter_.message(fmt::format("Syntax error in mailbox address \"{}\" ({} character)", user, kind));
}

}  // namespace sm::rules
