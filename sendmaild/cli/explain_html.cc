// The tree of a decision as one page that needs nothing else. Rulesets and rules fold by <details>, so that it works
// without a script; the script only opens and closes all of them.
// Security: addresses and answers of maps come from anywhere. All texts are escaped, and should one slip through, the
// page's own policy forbids every request and every script but the one whose hash it names.
#include <fmt/format.h>

#include <algorithm>

#include "sendmaild/cli/explain_formats.h"

namespace sm::cli {
namespace {

using Kind = ExplainNode::Kind;

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #57606a; --line: #d0d7de; --code: #0b5394;
  --good: #1a7f37; --goodback: #eaf6ec; --bad: #b42318; --badback: #fdeceb; --mark: #fff8d6; --origin: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0f141a; --soft: #9aa5b1; --line: #343b44;
  --code: #7cc0ff; --good: #56d364; --goodback: #12261a; --bad: #ff8f85; --badback: #2d1614; --mark: #2c2812;
  --origin: #c9a8ff; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72em; padding: 1.5em 1em 4em;
  color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5em; font-weight: 600; overflow-wrap: anywhere; } h2 { font-size: 1.15em; margin: 1.6em 0 .4em; }
code { font: .88em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
.verdict { border-left: .3em solid var(--good); background: var(--goodback); padding: .8em 1em; }
.verdict.no { border-color: var(--bad); background: var(--badback); }
.verdict p { margin: .2em 0; overflow-wrap: anywhere; } .verdict p:first-child { font-weight: 600; font-size: 1.1em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: .8em 0 0; } dd { margin: 0; }
dt, .place, .remark, .purpose { color: var(--soft); } .place, .remark, .purpose { font-size: .88em; }
details { border-left: 1px solid var(--line); margin: .25em 0 .25em .3em; padding-left: .9em; }
summary { cursor: pointer; padding: .15em .3em; border-radius: .3em; }
summary:hover { background: color-mix(in srgb, var(--line) 40%, transparent); }
summary:focus-visible, button:focus-visible { outline: 2px solid var(--code); outline-offset: 1px; }
.decisive > summary { background: var(--mark); }
.result { color: var(--code); } .origin { color: var(--origin); font-size: .88em; }
.leaf { margin: .25em 0 .25em 1.5em; } .found { color: var(--good); } .message, .later { color: var(--bad); }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .4em;
  padding: .25em .9em; margin-right: .5em; cursor: pointer; }
)";

// A change here changes the hash: openssl dgst -sha256 -binary | base64.
constexpr std::string_view kScript =
    R"(for (const button of document.querySelectorAll("button"))
  button.addEventListener("click", () => {
    for (const d of document.querySelectorAll("details")) d.open = button.id === "open" || (button.id === "way" && d.classList.contains("decisive"));
  });
)";
constexpr std::string_view kScriptHash = "3xBedh4DpePdFsJDJhcXlwTQAxpFNaXNJIGYaN7FJfE=";

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string code(std::string_view text) { return fmt::format("<code>{}</code>", escaped(text)); }

std::string span(std::string_view style, std::string_view text) {
  return text.empty() ? std::string() : fmt::format(" <span class=\"{}\">{}</span>", style, escaped(text));
}

bool has_answer(const ExplainNode& rule) {
  return std::any_of(rule.children.begin(), rule.children.end(),
                     [](const auto& child) { return child->answer == ExplainNode::Answer::found; });
}

void write_nodes(const ExplainNodes& nodes, std::string& out);

void write_folding(const ExplainNode& node, std::string_view summary, std::string& out) {
  bool is_ruleset = node.kind == Kind::ruleset;
  out += fmt::format("<details class=\"{}{}\"{}><summary>{} <code class=\"result\">{} {}</code></summary>\n",
                     is_ruleset ? "ruleset" : "rule", node.decisive ? " decisive" : "",
                     node.decisive || has_answer(node) ? " open" : "",
                     summary, is_ruleset ? "&rarr;" : "=", escaped(node.result));
  if (!node.purpose.empty()) out += fmt::format("<p class=\"leaf purpose\">{}</p>\n", escaped(node.purpose));
  if (!node.remark.empty()) out += fmt::format("<p class=\"leaf remark\">{}</p>\n", escaped(node.remark));
  if (is_ruleset && node.children.empty()) out += "<p class=\"leaf remark\">No rule applies.</p>\n";
  write_nodes(node.children, out);
  out += "</details>\n";
}

void write_rule(const ExplainNode& node, std::string& out) {
  std::string summary = code("R" + node.left) + " &rArr; " + code(node.right) +
                        span("place", shown_place(node.place)) + span("origin", shown_origin(node.origin));
  write_folding(node, summary, out);
}

void write_lookup(const ExplainNode& node, std::string& out) {
  std::string key = node.input;
  for (const std::string& argument : node.arguments) key += ", " + argument;
  std::string_view style = node.answer == ExplainNode::Answer::found   ? "found"
                           : node.answer == ExplainNode::Answer::later ? "later"
                                                                       : "absent";
  out += fmt::format("<p class=\"leaf lookup\">Map {}{} is asked for {}:{}</p>\n", code(node.name),
                     span("place", shown_place(node.place)), code(key), span(style, shown_answer(node)));
}

void write_nodes(const ExplainNodes& nodes, std::string& out) {
  for (const auto& node : nodes) {
    switch (node->kind) {
      case Kind::ruleset:
        write_folding(*node, fmt::format("<b>{}</b> {}", escaped(shown_ruleset(*node)), code(node->input)), out);
        break;
      case Kind::rule: write_rule(*node, out); break;
      case Kind::lookup: write_lookup(*node, out); break;
      case Kind::message: out += fmt::format("<p class=\"leaf message\">{}</p>\n", escaped(node->name)); break;
    }
  }
}

void definition(std::string& out, std::string_view term, const std::string& html) {
  if (!html.empty()) out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", term, html);
}

void write_conclusion(const Explanation& explanation, std::string& out) {
  out += fmt::format("<div class=\"verdict{}\" id=\"verdict\">\n<p>{}</p>\n<dl>\n",
                     explanation.outcome == "mailer" ? "" : " no", escaped(explanation.verdict));
  auto named = [&out](std::string_view term, const std::string& text) {
    if (!text.empty()) definition(out, term, code(text));
  };
  named("Mailer", explanation.mailer);
  named("Host", explanation.host);
  named("User", explanation.user);
  if (explanation.decided_by != nullptr) {
    const ExplainNode& rule = *explanation.decided_by;
    definition(out, "Decided by",
               code("R" + rule.left) + " &rArr; " + code(rule.right) + span("place", shown_place(rule.place)));
  }
  std::string because;
  for (const Origin& origin : explanation.because)
    because += (because.empty() ? "" : ",") + span("origin", shown_origin(origin));
  definition(out, "Because of", because);
  out += "</dl>\n</div>\n";
}

}  // namespace

std::string explain_as_html(const Explanation& explanation) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'sha256-{}'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>What happens to {}</h1>\n",
      kScriptHash, escaped(explanation.address), kStyle, code(explanation.address));
  write_conclusion(explanation, out);
  out += "<h2>How it was decided</h2>\n<p><button id=\"way\">Show the way to the decision</button>"
         "<button id=\"open\">Open all</button><button id=\"close\">Close all</button></p>\n";
  write_nodes(explanation.steps, out);
  return out += fmt::format("</main>\n<script>{}</script>\n</body>\n</html>\n", kScript);
}

}  // namespace sm::cli
