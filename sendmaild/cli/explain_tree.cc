// See the header.
#include "sendmaild/cli/explain_tree.h"

#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/exit_status.h"
#include "sendmaild/rules/compile.h"

namespace sm::cli {
namespace {

// A configuration that calls itself in circles is shown as far as a person would read it.
constexpr size_t kMostNodes = 20'000;

std::string shown(std::span<const rules::Token> workspace) {
  std::string out;
  for (const rules::Token& token : workspace) {
    if (!out.empty()) out += ' ';
    out += rules::display(token);
  }
  return readable(out);
}

std::string shown(const std::vector<std::string>& side) {
  std::string out;
  for (const std::string& token : side) {
    if (!out.empty()) out += ' ';
    out += rules::display(token);
  }
  return readable(out);
}

// The length of the UTF-8 character at the start of `text`; 0 when there is none. Longer forms than needed, surrogates
// and what lies behind U+10FFFF are no characters (RFC 3629).
size_t character_length(std::string_view text) {
  auto byte = [text](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  unsigned first = byte(0);
  size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  bool too_long = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  bool surrogate = first == 0xed && byte(1) >= 0xa0;
  bool too_far = first == 0xf4 && byte(1) >= 0x90;
  return too_long || surrogate || too_far ? 0 : length;
}

// C1 controls are controls too, though UTF-8 writes them in two bytes.
bool is_c1_control(std::string_view character) {
  return character.size() == 2 && character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0;
}

// A triple is handed up from where it was made: each level's last result that is one came from the level below.
ExplainNode* last_resolving(ExplainNodes& nodes) {
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    bool runs = (*node)->kind == ExplainNode::Kind::ruleset || (*node)->kind == ExplainNode::Kind::rule;
    if (runs && (*node)->result.starts_with("$#")) return node->get();
  }
  return nullptr;
}

}  // namespace

std::string readable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t length = character_length(text);
    bool control = length == 1 ? ascii::is_control(text[0]) : is_c1_control(text.substr(0, length));
    if (length > 0 && !control) {
      out += text.substr(0, length);
      text.remove_prefix(length);
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
    }
  }
  return out;
}

ExplainNode& ExplainTrace::add(ExplainNode::Kind kind, std::string_view name) {
  ++count_;
  auto node = std::make_unique<ExplainNode>();
  node->kind = kind;
  node->name = readable(name);
  auto& siblings = open_.empty() ? roots_ : open_.back()->children;
  siblings.push_back(std::move(node));
  return *siblings.back();
}

// The innermost node of this kind has its result; what a broken rule left open inside it ends, too.
void ExplainTrace::finish(ExplainNode::Kind kind, std::span<const rules::Token> workspace) {
  if (is_full()) return;
  while (!open_.empty() && open_.back()->kind != kind) open_.pop_back();
  if (open_.empty()) return;
  open_.back()->result = shown(workspace);
  open_.pop_back();
}

bool ExplainTrace::is_full() {
  if (count_ == kMostNodes) add(ExplainNode::Kind::message, "This goes on and on; the rest is not shown.");
  return count_ > kMostNodes;
}

void ExplainTrace::enter(const rules::CompiledRuleset& ruleset, std::span<const rules::Token> workspace) {
  if (is_full()) return;
  ExplainNode& node = add(ExplainNode::Kind::ruleset, ruleset.name);
  node.number = ruleset.number;
  node.input = shown(workspace);
  open_.push_back(&node);
}

void ExplainTrace::leave(const rules::CompiledRuleset&, std::span<const rules::Token> workspace) {
  finish(ExplainNode::Kind::ruleset, workspace);
}

void ExplainTrace::matched(const rules::CompiledRule& rule) {
  if (is_full()) return;
  ExplainNode& node = add(ExplainNode::Kind::rule, {});
  node.left = shown(rule.source->left);
  node.right = shown(rule.source->right);
  node.place = {readable(rule.source->file), rule.source->line};
  node.remark = readable(remarks_.above(rule.source->line));
  const Origin& origin = remarks_.origin(rule.source->line);
  node.origin = {readable(origin.statement), readable(origin.place)};
  open_.push_back(&node);
}

void ExplainTrace::rewritten(std::span<const rules::Token> workspace) { finish(ExplainNode::Kind::rule, workspace); }

void ExplainTrace::lookup(const rules::LookupNote& note) {
  using Answer = ExplainNode::Answer;
  if (is_full()) return;
  ExplainNode& node = add(ExplainNode::Kind::lookup, note.map);
  node.input = readable(note.key);
  for (const std::string& argument : note.arguments) node.arguments.push_back(readable(argument));
  for (const config::MapSpec& map : config_.maps)
    if (ascii::equal_ignoring_case(map.name, note.map)) node.place = {readable(map.file), map.line};
  if (note.found) {
    node.answer = Answer::found;
    node.result = readable(note.value);
  } else if (note.status == to_int(ExitStatus::temp_fail)) {
    node.answer = Answer::later;
  } else {
    node.answer = maps_.is_open(note.map) ? Answer::absent : Answer::closed;
  }
}

void ExplainTrace::message(std::string_view text) {
  if (!is_full()) add(ExplainNode::Kind::message, text);
}

std::vector<const ExplainNode*> mark_decision(ExplainNodes& steps) {
  std::vector<const ExplainNode*> path;
  for (ExplainNode* node = last_resolving(steps); node != nullptr; node = last_resolving(node->children)) {
    node->decisive = true;
    path.push_back(node);
  }
  return path;
}

}  // namespace sm::cli
