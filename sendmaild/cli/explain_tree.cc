// See the header.
#include "sendmaild/cli/explain_tree.h"

#include <fmt/format.h>

#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/rules/compile.h"

namespace sm::cli {
namespace {

std::string shown(std::span<const rules::Token> workspace) {
  std::string out;
  for (const rules::Token& token : workspace) {
    if (!out.empty()) out += ' ';
    out += rules::display(token);
  }
  return out;
}

std::string side(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) {
    if (!out.empty()) out += ' ';
    out += rules::display(token);
  }
  return out;
}

std::string without_marks(std::string_view comment) {
  while (!comment.empty() && (comment.front() == '#' || comment.front() == ' ')) comment.remove_prefix(1);
  while (!comment.empty() && (comment.back() == '#' || comment.back() == ' ')) comment.remove_suffix(1);
  return std::string(comment);
}

}  // namespace

CfRemarks::CfRemarks(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (!text) return;
  remarks_.emplace_back();
  std::string current;
  bool rules_since = false;
  for (std::string_view line : split(*text, '\n')) {
    if (line.starts_with('#')) {
      // A comment behind rules starts a new remark; its lines belong together.
      std::string words = without_marks(line);
      if (rules_since) current.clear();
      rules_since = false;
      if (!words.empty()) current = current.empty() ? words : current + ' ' + words;
    } else if (line.starts_with('R')) {
      rules_since = true;
    } else if (trim(line).empty()) {
      if (!rules_since) current.clear();
    }
    remarks_.push_back(current);
  }
}

std::string CfRemarks::above(int line) const {
  return line > 0 && static_cast<size_t>(line) < remarks_.size() ? remarks_[static_cast<size_t>(line)] : std::string();
}

ExplainNode& ExplainTrace::add(ExplainNode::Kind kind, std::string title) {
  auto node = std::make_unique<ExplainNode>();
  node->kind = kind;
  node->title = std::move(title);
  auto& siblings = open_.empty() ? roots_ : open_.back()->children;
  siblings.push_back(std::move(node));
  return *siblings.back();
}

// Leaves the innermost node of this kind, and what a broken rule left open inside it.
void ExplainTrace::close(ExplainNode::Kind kind) {
  while (!open_.empty()) {
    ExplainNode::Kind closed = open_.back()->kind;
    open_.pop_back();
    if (closed == kind) return;
  }
}

void ExplainTrace::enter(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) {
  ExplainNode& node = add(ExplainNode::Kind::ruleset, ruleset.name);
  node.input = shown(workspace);
  open_.push_back(&node);
}

void ExplainTrace::leave(const rules::CompiledRuleset&, std::span<const rules::Token> workspace) {
  while (!open_.empty() && open_.back()->kind != ExplainNode::Kind::ruleset) open_.pop_back();
  if (open_.empty()) return;
  open_.back()->result = shown(workspace);
  close(ExplainNode::Kind::ruleset);
}

void ExplainTrace::matched(const rules::CompiledRule& rule) {
  ExplainNode& node =
      add(ExplainNode::Kind::rule, fmt::format("{}  =>  {}", side(rule.source->left), side(rule.source->right)));
  node.place = fmt::format("{}:{}", rule.source->file, rule.source->line);
  node.remark = remarks_.above(rule.source->line);
  open_.push_back(&node);
}

void ExplainTrace::rewritten(std::span<const rules::Token> workspace) {
  while (!open_.empty() && open_.back()->kind != ExplainNode::Kind::rule) open_.pop_back();
  if (open_.empty()) return;
  open_.back()->result = shown(workspace);
  close(ExplainNode::Kind::rule);
}

void ExplainTrace::lookup(const rules::LookupNote& note) {
  std::string arguments;
  for (const std::string& argument : note.arguments) arguments += ", " + argument;
  ExplainNode& node = add(ExplainNode::Kind::lookup, fmt::format("map {}: {}{}", note.map, note.key, arguments));
  if (note.found)
    node.result = note.value;
  else
    node.result = note.status == to_int(ExitStatus::temp_fail) ? "could not answer" : "not found";
}

void ExplainTrace::message(std::string_view text) { add(ExplainNode::Kind::message, std::string(text)); }

std::string plain_words(const rules::ResolvedAddress& resolved) {
  if (!resolved.parsed) return fmt::format("This is not an address: {}.", resolved.text);
  if (resolved.temporary_failure)
    return fmt::format("Cannot be decided now and will be tried again: {} {}", resolved.text, resolved.message);
  if (resolved.mailer == nullptr) {
    return fmt::format("Refused with \"{} {} {}\".", resolved.reply_code, resolved.enhanced, resolved.text);
  }
  const config::Mailer& mailer = *resolved.mailer;
  std::string how = mailer.is_ipc()    ? fmt::format("sent by SMTP to {}", resolved.host)
                    : mailer.is_file() ? std::string("appended to a file")
                                       : fmt::format("handed to the program {}", mailer.path);
  return fmt::format("Goes to mailer {}: {}, for {}.", mailer.name, how, resolved.user);
}

}  // namespace sm::cli
