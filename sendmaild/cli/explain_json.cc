// The tree of a decision as JSON (RFC 8259). The texts of a tree are valid UTF-8 already.
#include <fmt/format.h>

#include "sendmaild/cli/explain_formats.h"

namespace sm::cli {
namespace {

using Kind = ExplainNode::Kind;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::ruleset: return "ruleset";
    case Kind::rule: return "rule";
    case Kind::lookup: return "lookup";
    case Kind::message: return "message";
  }
  return "";
}

std::string_view answer_name(ExplainNode::Answer answer) {
  using Answer = ExplainNode::Answer;
  switch (answer) {
    case Answer::found: return "found";
    case Answer::absent: return "absent";
    case Answer::later: return "later";
    case Answer::closed: return "closed";
  }
  return "";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

// An object that is being written. Texts that are empty are left out, unless they are `always` there.
class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  ~Object() { out_ += '}'; }

  void raw(std::string_view name, std::string_view value) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += quoted(name);
    out_ += ':';
    out_ += value;
  }
  void always(std::string_view name, std::string_view value) { raw(name, quoted(value)); }
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) always(name, value);
  }
  void place(const CfPlace& place) {
    if (place.line == 0) return;
    always("file", place.file);
    raw("line", std::to_string(place.line));
  }
  void origin(const Origin& origin) {
    text("origin", origin.statement);
    text("origin_place", origin.place);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void write_nodes(const ExplainNodes& nodes, Object& parent, std::string& out);

void write_lookup(const ExplainNode& node, Object& object) {
  object.always("map", node.name);
  object.place(node.place);
  object.always("key", node.input);
  std::string arguments;
  for (const std::string& argument : node.arguments) arguments += (arguments.empty() ? "" : ",") + quoted(argument);
  object.raw("arguments", "[" + arguments + "]");
  object.always("answer", answer_name(node.answer));
  if (node.answer == ExplainNode::Answer::found) object.always("value", node.result);
}

void write_node(const ExplainNode& node, std::string& out) {
  Object object(out);
  object.always("kind", kind_name(node.kind));
  if (node.kind == Kind::message) return object.always("text", node.name);
  if (node.kind == Kind::lookup) return write_lookup(node, object);
  if (node.kind == Kind::ruleset) {
    object.always("name", node.name);
    object.raw("number", std::to_string(node.number));
    object.text("purpose", node.purpose);
    object.always("input", node.input);
  } else {
    object.place(node.place);
    object.always("left", node.left);
    object.always("right", node.right);
    object.origin(node.origin);
    object.text("remark", node.remark);
  }
  object.always("result", node.result);
  if (node.decisive) object.raw("decisive", "true");
  write_nodes(node.children, object, out);
}

void write_nodes(const ExplainNodes& nodes, Object& parent, std::string& out) {
  parent.raw("steps", "[");
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) out += ',';
    write_node(*nodes[i], out);
  }
  out += ']';
}

void write_because(const std::vector<Origin>& because, Object& parent, std::string& out) {
  parent.raw("because", "[");
  for (size_t i = 0; i < because.size(); ++i) {
    if (i > 0) out += ',';
    Object(out).origin(because[i]);
  }
  out += ']';
}

}  // namespace

std::string explain_as_json(const Explanation& explanation) {
  std::string out;
  {
    Object object(out);
    object.always("address", explanation.address);
    object.always("verdict", explanation.verdict);
    object.always("outcome", explanation.outcome);
    object.text("mailer", explanation.mailer);
    object.text("host", explanation.host);
    object.text("user", explanation.user);
    if (explanation.reply_code != 0) object.raw("reply_code", std::to_string(explanation.reply_code));
    object.text("enhanced", explanation.enhanced);
    object.text("text", explanation.text);
    if (explanation.decided_by != nullptr) {
      object.raw("decided_by", "");
      Object(out).place(explanation.decided_by->place);
      write_because(explanation.because, object, out);
    }
    write_nodes(explanation.steps, object, out);
  }
  return out += '\n';
}

}  // namespace sm::cli
