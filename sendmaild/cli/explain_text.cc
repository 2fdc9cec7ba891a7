// The tree of a decision for a terminal: what belongs to a ruleset or a rule is indented below it.
#include <fmt/format.h>

#include "sendmaild/cli/explain_formats.h"

namespace sm::cli {
namespace {

using Kind = ExplainNode::Kind;

class TextWriter {
 public:
  std::string take() { return std::move(out_); }

  void conclusion(const Explanation& explanation) {
    line(0, explanation.address);
    line(0, explanation.verdict);
    if (explanation.decided_by == nullptr) return;
    const ExplainNode& rule = *explanation.decided_by;
    line(0, fmt::format("Decided at {} by  R{}  =>  {}", shown_place(rule.place), rule.left, rule.right));
    for (const Origin& origin : explanation.because) line(0, "Because of " + shown_origin(origin));
  }

  void nodes(const ExplainNodes& nodes, size_t depth) {
    for (const auto& node : nodes) {
      if (depth == 0) out_ += '\n';
      switch (node->kind) {
        case Kind::ruleset: ruleset(*node, depth); break;
        case Kind::rule: rule(*node, depth); break;
        case Kind::lookup: lookup(*node, depth); break;
        case Kind::message: line(depth, "! " + node->name); break;
      }
    }
  }

 private:
  void line(size_t depth, std::string_view text) {
    out_.append(depth * 2, ' ');
    out_ += text;
    out_ += '\n';
  }

  void ruleset(const ExplainNode& node, size_t depth) {
    if (!node.purpose.empty()) line(depth, fmt::format("-- {}", node.purpose));
    line(depth, fmt::format("{}: {}", shown_ruleset(node), node.input));
    nodes(node.children, depth + 1);
    if (node.children.empty())
      line(depth + 1, "no rule applies");
    else
      line(depth + 1, "= " + node.result);
  }

  void rule(const ExplainNode& node, size_t depth) {
    std::string head = fmt::format("{}  R{}  =>  {}", shown_place(node.place), node.left, node.right);
    line(depth, node.origin.statement.empty() ? head : fmt::format("{}  [{}]", head, shown_origin(node.origin)));
    if (!node.remark.empty()) line(depth + 1, "# " + node.remark);
    nodes(node.children, depth + 1);
    line(depth + 1, "= " + node.result);
  }

  void lookup(const ExplainNode& node, size_t depth) {
    std::string question = fmt::format("map {} ({})", node.name, node.place.line == 0 ? "built in" : shown_place(node.place));
    question += ": " + node.input;
    for (const std::string& argument : node.arguments) question += ", " + argument;
    line(depth, question + "  ->  " + shown_answer(node));
  }

  std::string out_;
};

}  // namespace

std::string explain_as_text(const Explanation& explanation) {
  TextWriter writer;
  writer.conclusion(explanation);
  writer.nodes(explanation.steps, 0);
  return writer.take();
}

}  // namespace sm::cli
