// The decision about an address as a tree: rulesets, the rules that fired in them, lookups and their answers.
// Invariant: every text in it is valid UTF-8 without control characters, whatever the address or a map contained.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/cli/explain_remarks.h"
#include "sendmaild/maps/map_set.h"
#include "sendmaild/rules/trace.h"

namespace sm::cli {

// A line of the configuration.
struct CfPlace {
  std::string file;
  int line = 0;  // 0: built in
};

struct ExplainNode {
  enum class Kind { ruleset, rule, lookup, message };
  enum class Answer { found, absent, later, closed };
  Kind kind = Kind::message;
  std::string name;     // of a ruleset or a map; the text of a message
  int number = 0;       // of a ruleset
  std::string purpose;  // of an outermost ruleset: why it is asked
  CfPlace place;        // of a rule, of the K line of a map
  std::string left, right;  // of a rule, as written
  Origin origin;        // of a rule
  std::string remark;   // the comment above a rule
  std::string input;    // of a ruleset; the key of a lookup
  std::vector<std::string> arguments;  // of a lookup
  Answer answer = Answer::absent;      // of a lookup
  std::string result;   // of a ruleset, a rule or a lookup
  bool decisive = false;  // leads to the rule that made the decision
  std::vector<std::unique_ptr<ExplainNode>> children;
};

using ExplainNodes = std::vector<std::unique_ptr<ExplainNode>>;

// Builds the tree while rulesets run.
class ExplainTrace final : public rules::Trace {
 public:
  ExplainTrace(const CfRemarks& remarks, const config::Config& config, const maps::MapSet& maps)
      : remarks_(remarks), config_(config), maps_(maps) {}
  ExplainNodes take() { return std::move(roots_); }

  bool wants_rules() const override { return true; }
  void enter(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) override;
  void leave(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) override;
  void matched(const rules::CompiledRule& rule) override;
  void rewritten(std::span<const rules::Token> workspace) override;
  void lookup(const rules::LookupNote& note) override;
  void message(std::string_view text) override;

 private:
  ExplainNode& add(ExplainNode::Kind kind, std::string_view name);
  void finish(ExplainNode::Kind kind, std::span<const rules::Token> workspace);
  bool is_full();

  const CfRemarks& remarks_;
  const config::Config& config_;
  const maps::MapSet& maps_;
  ExplainNodes roots_;
  std::vector<ExplainNode*> open_;  // from the outermost to the current ruleset or rule
  size_t count_ = 0;
};

// The nodes from an outermost ruleset to the rule that resolved the address, marked as decisive; empty when none did.
std::vector<const ExplainNode*> mark_decision(ExplainNodes& steps);

// Valid UTF-8 without control characters: what is neither becomes \xHH.
std::string readable(std::string_view text);

}  // namespace sm::cli
