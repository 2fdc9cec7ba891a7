// What was decided about an address, in plain words and in parts.
#pragma once

#include <string>
#include <vector>

#include "sendmaild/cli/explain_tree.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::cli {

struct Explanation {
  std::string address;
  std::string verdict;  // in plain words
  std::string outcome;  // one word: mailer, refused, later, no-address
  std::string mailer, host, user;
  int reply_code = 0;   // of a refusal
  std::string enhanced, text;
  ExplainNodes steps;
  // The rule that made the decision (a node of `steps`, null when none did), and the statements of the .mc file that
  // brought in this rule and those that led to it, in the order in which they came into play.
  const ExplainNode* decided_by = nullptr;
  std::vector<Origin> because;
};

// The whole explanation but its steps, in which the way to the decision is marked.
Explanation conclude(const std::string& address, const rules::ResolvedAddress& resolved, ExplainNodes steps);

// What ruleset 5 says about a name of this host (null: the same), which counts where no alias knows the name.
void add_second_thought(Explanation& explanation, const rules::ResolvedAddress* again, ExplainNodes steps);

// What was decided, in a sentence.
std::string plain_words(const rules::ResolvedAddress& resolved);

// "sendmail.cf:12"
std::string shown_place(const CfPlace& place);
// "FEATURE(mailertable), sendmail.mc:7"
std::string shown_origin(const Origin& origin);
// What a map said: "not found", or the value in quotes.
std::string shown_answer(const ExplainNode& lookup);
// The name of a ruleset, with its number where people know it by that.
std::string shown_ruleset(const ExplainNode& ruleset);

}  // namespace sm::cli
