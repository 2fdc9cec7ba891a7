// See the header.
#include "sendmaild/cli/explain_verdict.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"

namespace sm::cli {
namespace {

constexpr int kFirstNamelessNumber = 10;  // sets above are known by their names

std::string delivery_in_words(const rules::ResolvedAddress& resolved) {
  const config::Mailer& mailer = *resolved.mailer;
  if (mailer.name == "discard") return "Accepted and thrown away (mailer discard).";
  if (mailer.is_file()) return fmt::format("Goes to mailer {}: appended to the file {}.", mailer.name, resolved.user);
  std::string how = mailer.is_ipc() ? fmt::format("sent by SMTP to {}", resolved.host)
                                    : fmt::format("handed to the program {}", mailer.path);
  std::string whom = resolved.user.empty() ? std::string() : ", for " + resolved.user;
  std::string words = fmt::format("Goes to mailer {}: {}{}.", mailer.name, how, whom);
  if (mailer.flags.has('A')) words += " Aliases are looked up first.";
  // What scanning repairs is only a remark for local senders.
  if (!resolved.syntax_error.empty()) words += fmt::format(" By SMTP it is refused: {}.", resolved.syntax_error);
  return words;
}

std::string outcome_of(const rules::ResolvedAddress& resolved) {
  if (!resolved.parsed) return "no-address";
  if (resolved.temporary_failure) return "later";
  return resolved.mailer == nullptr ? "refused" : "mailer";
}

// Why an outermost ruleset is asked (Operations Guide 5.1.4).
std::string purpose_of(const ExplainNode& ruleset, const rules::ResolvedAddress& resolved) {
  // A set that the configuration only refers to has its number for a name.
  switch (parse_int(ruleset.name).value_or(ruleset.number)) {
    case 0: return "chooses mailer, host and user";
    case 2: return "is asked about every recipient";
    case 3: return "brings the address into the form that rules compare";
    case 4: return "brings the address into its final form";
    case 5: return "has a second look at names of this host that no alias knows";
    default: break;
  }
  bool own = resolved.mailer != nullptr && resolved.mailer->recipient_envelope_ruleset == ruleset.name;
  return own ? fmt::format("rewrites recipients for mailer {}", resolved.mailer->name) : std::string();
}

void tell_purposes(ExplainNodes& steps, const rules::ResolvedAddress& resolved) {
  for (auto& step : steps)
    if (step->kind == ExplainNode::Kind::ruleset) step->purpose = readable(purpose_of(*step, resolved));
}

}  // namespace

std::string plain_words(const rules::ResolvedAddress& resolved) {
  if (!resolved.parsed) return fmt::format("This is not an address: {}.", resolved.text);
  if (resolved.temporary_failure) {
    std::string why = resolved.message.empty() ? resolved.text : resolved.message;
    return fmt::format("Cannot be decided now and will be tried again: {}.", why);
  }
  if (resolved.mailer != nullptr) return delivery_in_words(resolved);
  return fmt::format("Refused with \"{} {} {}\".", resolved.reply_code, resolved.enhanced, resolved.text);
}

Explanation conclude(const std::string& address, const rules::ResolvedAddress& resolved, ExplainNodes steps) {
  Explanation out;
  out.address = readable(address);
  out.verdict = readable(plain_words(resolved));
  out.outcome = outcome_of(resolved);
  if (resolved.mailer != nullptr) {
    out.mailer = readable(resolved.mailer->name);
    out.host = readable(resolved.host);
    out.user = readable(resolved.user);
  }
  if (out.outcome != "mailer") {
    out.reply_code = resolved.reply_code;
    out.enhanced = readable(resolved.enhanced);
    out.text = readable(resolved.text);
  }
  out.steps = std::move(steps);
  tell_purposes(out.steps, resolved);
  for (const ExplainNode* node : mark_decision(out.steps)) {
    if (node->kind != ExplainNode::Kind::rule) continue;
    out.decided_by = node;
    bool known = std::find(out.because.begin(), out.because.end(), node->origin) != out.because.end();
    if (!node->origin.statement.empty() && !known) out.because.push_back(node->origin);
  }
  return out;
}

void add_second_thought(Explanation& explanation, const rules::ResolvedAddress* again, ExplainNodes steps) {
  if (again != nullptr) {
    tell_purposes(steps, *again);
    explanation.verdict += readable(fmt::format(" Where no alias knows the name: {}", plain_words(*again)));
  } else {
    tell_purposes(steps, {});
  }
  for (auto& step : steps) explanation.steps.push_back(std::move(step));
}

std::string shown_place(const CfPlace& place) {
  return place.line == 0 ? std::string() : fmt::format("{}:{}", place.file, place.line);
}

std::string shown_origin(const Origin& origin) {
  return origin.place.empty() ? origin.statement : fmt::format("{}, {}", origin.statement, origin.place);
}

std::string shown_answer(const ExplainNode& lookup) {
  using Answer = ExplainNode::Answer;
  switch (lookup.answer) {
    case Answer::found:
      return fmt::format("\"{}\"", lookup.result);
    case Answer::absent:
      return "not found";
    case Answer::later:
      return "could not answer now";
    case Answer::closed:
      return "not found, for the map cannot be opened";
  }
  return {};
}

std::string shown_ruleset(const ExplainNode& ruleset) {
  bool known_by_number = ruleset.number >= 0 && ruleset.number < kFirstNamelessNumber && !parse_int(ruleset.name);
  return known_by_number ? fmt::format("{} ({})", ruleset.name, ruleset.number) : ruleset.name;
}

}  // namespace sm::cli
