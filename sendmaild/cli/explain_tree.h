// The decision about an address as a tree: rulesets, the rules that fired in them, lookups and their answers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sendmaild/rules/rule_engine.h"
#include "sendmaild/rules/trace.h"

namespace sm::cli {

struct ExplainNode {
  enum class Kind { ruleset, rule, lookup, message };
  Kind kind = Kind::message;
  std::string title;    // name of the ruleset, the rule as written, "map(key)", the message
  std::string place;    // "file:line" of a rule
  std::string remark;   // the comment above it in the configuration
  std::string input;    // of a ruleset
  std::string result;   // of a ruleset, a rule or a lookup
  std::vector<std::unique_ptr<ExplainNode>> children;
};

// Comments of a .cf, by the line of the rule they stand above.
class CfRemarks {
 public:
  // Reads the file; an unreadable one has no remarks.
  explicit CfRemarks(const std::string& path);
  std::string above(int line) const;

 private:
  std::vector<std::string> remarks_;  // index: line
};

// Builds the tree while rulesets run.
class ExplainTrace final : public rules::Trace {
 public:
  explicit ExplainTrace(const CfRemarks& remarks) : remarks_(remarks) {}
  std::vector<std::unique_ptr<ExplainNode>> take() { return std::move(roots_); }

  bool wants_rules() const override { return true; }
  void enter(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) override;
  void leave(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) override;
  void matched(const rules::CompiledRule& rule) override;
  void rewritten(std::span<const rules::Token> workspace) override;
  void lookup(const rules::LookupNote& note) override;
  void message(std::string_view text) override;

 private:
  ExplainNode& add(ExplainNode::Kind kind, std::string title);
  void close(ExplainNode::Kind kind);

  const CfRemarks& remarks_;
  std::vector<std::unique_ptr<ExplainNode>> roots_;
  std::vector<ExplainNode*> open_;  // from the outermost to the current ruleset or rule
};

struct Explanation {
  std::string address;
  std::string verdict;  // in plain words
  std::string mailer, host, user;
  bool delivered = false;
  std::vector<std::unique_ptr<ExplainNode>> steps;
};

// What was decided, in a sentence.
std::string plain_words(const rules::ResolvedAddress& resolved);

std::string explain_as_text(const Explanation& explanation);
std::string explain_as_json(const Explanation& explanation);
// One self-contained page; everything folds.
std::string explain_as_html(const Explanation& explanation);

}  // namespace sm::cli
