// The tree of a decision as text, as JSON and as a page that folds open and shut.
#include <fmt/format.h>

#include "sendmaild/cli/explain_tree.h"

namespace sm::cli {
namespace {

using Nodes = std::vector<std::unique_ptr<ExplainNode>>;
using Kind = ExplainNode::Kind;

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::ruleset:
      return "ruleset";
    case Kind::rule:
      return "rule";
    case Kind::lookup:
      return "lookup";
    case Kind::message:
      return "message";
  }
  return "";
}

void text_of(const Nodes& nodes, size_t depth, std::string& out) {
  std::string indent(depth * 2, ' ');
  for (const auto& node : nodes) {
    switch (node->kind) {
      case Kind::ruleset:
        out += fmt::format("{}{}: {}\n", indent, node->title, node->input);
        break;
      case Kind::rule:
        out += fmt::format("{}{}  R{}\n", indent, node->place, node->title);
        if (!node->remark.empty()) out += fmt::format("{}  # {}\n", indent, node->remark);
        break;
      case Kind::lookup:
        out += fmt::format("{}{} -> {}\n", indent, node->title, node->result);
        break;
      case Kind::message:
        out += fmt::format("{}! {}\n", indent, node->title);
        break;
    }
    text_of(node->children, depth + 1, out);
    if (node->kind == Kind::ruleset || node->kind == Kind::rule) out += fmt::format("{}  = {}\n", indent, node->result);
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (code < 0x20)
      out += fmt::format("\\u{:04x}", code);
    else
      out += c;
  }
  return out += '"';
}

void member(std::string& out, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  out += fmt::format(",\"{}\":{}", name, quoted(value));
}

void json_of(const Nodes& nodes, std::string& out) {
  out += '[';
  for (size_t i = 0; i < nodes.size(); ++i) {
    const ExplainNode& node = *nodes[i];
    if (i > 0) out += ',';
    out += fmt::format("{{\"kind\":\"{}\",\"title\":{}", kind_name(node.kind), quoted(node.title));
    member(out, "place", node.place);
    member(out, "remark", node.remark);
    member(out, "input", node.input);
    member(out, "result", node.result);
    if (!node.children.empty()) {
      out += ",\"steps\":";
      json_of(node.children, out);
    }
    out += '}';
  }
  out += ']';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void html_of(const Nodes& nodes, size_t depth, std::string& out) {
  for (const auto& node : nodes) {
    bool folds = node->kind == Kind::ruleset || node->kind == Kind::rule;
    if (!folds) {
      out += fmt::format("<p class=\"{}\">{}", kind_name(node->kind), escaped(node->title));
      if (!node->result.empty()) out += fmt::format(" <b>{}</b>", escaped(node->result));
      out += "</p>\n";
      continue;
    }
    out += fmt::format("<details class=\"{}\"{}><summary>", kind_name(node->kind), depth < 1 ? " open" : "");
    out += node->kind == Kind::ruleset
               ? fmt::format("<b>{}</b> <code>{}</code>", escaped(node->title), escaped(node->input))
               : fmt::format("<code>{}</code> <span class=\"place\">{}</span>", escaped(node->title), escaped(node->place));
    out += fmt::format(" <code class=\"result\">{}</code></summary>\n", escaped(node->result));
    if (!node->remark.empty()) out += fmt::format("<p class=\"remark\">{}</p>\n", escaped(node->remark));
    html_of(node->children, depth + 1, out);
    out += "</details>\n";
  }
}

constexpr std::string_view kStyle = R"(
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #1b1f24; }
h1 { font-size: 1.4em; } .verdict { background: #eaf4ea; border-left: .3em solid #2d7a35; padding: .7em 1em; }
.verdict.refused { background: #fbeaea; border-color: #a32a2a; }
details { margin-left: 1.2em; border-left: 1px solid #d5d9de; padding-left: .7em; }
summary { cursor: pointer; } code { font-size: .93em; } .result { color: #0b5394; } .result::before { content: "= "; }
.place, .remark { color: #667; font-size: .9em; } p { margin: .2em 0 .2em 1.2em; }
.lookup b { color: #7a4b00; } .message { color: #a32a2a; }
button { margin-right: .5em; }
)";

constexpr std::string_view kScript =
    R"(function fold(open) { document.querySelectorAll("details").forEach(function (d) { d.open = open; }); })";

}  // namespace

std::string explain_as_text(const Explanation& explanation) {
  std::string out = fmt::format("{}\n{}\n\n", explanation.address, explanation.verdict);
  text_of(explanation.steps, 0, out);
  return out;
}

std::string explain_as_json(const Explanation& explanation) {
  std::string out = fmt::format("{{\"address\":{},\"verdict\":{},\"delivered\":{}", quoted(explanation.address),
                                quoted(explanation.verdict), explanation.delivered);
  member(out, "mailer", explanation.mailer);
  member(out, "host", explanation.host);
  member(out, "user", explanation.user);
  out += ",\"steps\":";
  json_of(explanation.steps, out);
  return out += "}\n";
}

std::string explain_as_html(const Explanation& explanation) {
  std::string title = escaped(explanation.address);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title><style>{1}</style>"
      "<script>{2}</script></head>\n<body>\n<h1>What happens to <code>{0}</code></h1>\n"
      "<p class=\"verdict{3}\">{4}</p>\n"
      "<p><button onclick=\"fold(true)\">Open all</button><button onclick=\"fold(false)\">Close all</button></p>\n",
      title, kStyle, kScript, explanation.delivered ? "" : " refused", escaped(explanation.verdict));
  html_of(explanation.steps, 0, out);
  return out += "</body></html>\n";
}

}  // namespace sm::cli
