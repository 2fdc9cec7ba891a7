// See the header. Input is read in blocks; answers are written out before the program waits for more input, so that
// a script on the other end of a pipe sees every answer, and a file of a million lines is not slowed down.
#include "sendmaild/cli/address_test.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "lib/address/dollar_encoding.h"
#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "sendmaild/config/cf_reader.h"
#include "sendmaild/rules/compile.h"
#include "sendmaild/rules/resolve.h"
#include "sendmaild/rules/rewrite.h"

namespace sm::cli {

AddressTest::AddressTest(const config::Config& config, const DebugFlags& debug, bool verbose, UniqueFd debug_file)
    : template_(config), macros_(template_.macros), debug_(debug), verbose_(verbose), debug_file_(std::move(debug_file)),
      trace_(debug_, out_, debug_file_.valid() ? traces_ : out_, config.long_names) {
  rebuild();
}

void AddressTest::rebuild() {
  config_ = std::make_shared<const config::Config>(template_);
  std::vector<maps::MapSet::Complaint> complaints;
  maps_ = maps::MapSet::create(config_, complaints);
  engine_ = rules::RuleEngine::create(config_, maps_);
}

rules::RewriteContext AddressTest::context() {
  rules::RewriteContext out;
  out.macros = &macros_;
  out.delivery_mode = 'i';
  out.trace = &trace_;
  return out;
}

void AddressTest::line(std::string_view text) {
  out_ += text;
  out_ += '\n';
}

// With -v the question is shown behind the mark once it is there.
void AddressTest::prompt() {
  if (!verbose_) out_ += "> ";
}

void AddressTest::answer(const std::string& question) {
  if (verbose_) line("> " + question);
  command(question);
}

Result<void> AddressTest::flush(int out) {
  auto written = write_all(out, out_);
  if (written && debug_file_.valid()) written = write_all(debug_file_.get(), traces_);
  out_.clear();
  traces_.clear();
  return written;
}

int AddressTest::run(int in, int out) {
  constexpr size_t kBlock = 65536;
  line("ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)");
  line("Enter <ruleset> <address>");
  macros_.set("addr_type", "e r");
  macros_.set("deliveryMode", "i");
  if (const passwd* user = ::getpwuid(::getuid()); user != nullptr)
    macros_.set("_", fmt::format("{}@localhost", user->pw_name));
  std::string pending;
  size_t start = 0;
  std::string block(kBlock, '\0');
  prompt();
  while (!done_) {
    size_t end = pending.find('\n', start);
    if (end == std::string::npos) {
      if (!flush(out)) return to_int(ExitStatus::io_error);
      pending.erase(0, start);
      start = 0;
      ssize_t count = ::read(in, block.data(), block.size());
      if (count <= 0) break;
      pending.append(block, 0, static_cast<size_t>(count));
      continue;
    }
    std::string text = pending.substr(start, end - start);
    start = end + 1;
    answer(text);
    if (!done_) prompt();
    // A long list of questions is answered in pieces that stay in the processor's cache.
    if (out_.size() < kBlock) continue;
    if (!flush(out)) return to_int(ExitStatus::io_error);
  }
  if (!done_ && start < pending.size()) answer(pending.substr(start));
  if (!flush(out)) return to_int(ExitStatus::io_error);
  return to_int(ExitStatus::ok);
}

void AddressTest::command(std::string_view text) {
  text = trim_left(text.substr(0, text.find('\0')));
  if (text.empty()) return;
  switch (text[0]) {
    case '#':
      break;
    case '?':
      line(fmt::format("Sendmail {} -- HELP not implemented", macros_.value("v")));
      break;
    case '.':
      dot_command(text);
      break;
    case '=':
      equals_command(text);
      break;
    case '-':
      if (text.size() == 1)
        line("Usage: -d{debug arguments}");
      else if (text[1] == 'd')
        debug_.add(text.substr(2));
      else
        line(fmt::format("Unknown \"-\" command {}", text));
      break;
    case '$':
      dollar_command(text.substr(1));
      break;
    case '/':
      slash_command(text);
      break;
    default:
      run_rulesets(text);
      break;
  }
}

void AddressTest::dot_command(std::string_view text) {
  if (text.size() < 2) {
    line("Usage: .[DC]macro value(s)");
    return;
  }
  if (text[1] != 'D' && text[1] != 'C') {
    line(fmt::format("Unknown \".\" command {}", text));
    return;
  }
  if (text == ".C") return;
  address::ParsedName name = named(text.substr(2));
  if (!name.valid()) return;
  std::string_view rest = text.substr(2 + name.length);
  std::string bare = config::without_comments(rest);
  if (bare.empty()) bare = rest.substr(0, 1);  // of blanks, the first one stays
  address::EncodedText value = address::encode_dollars(bare);
  for (const std::string& error : value.errors) line(error);
  if (trace_.wants_macros()) trace_names(bare);
  if (text[1] == 'D') {
    define(name.name, std::move(value.text));
    return;
  }
  std::string words = macros::expand_encoded(value.text, macros_);
  trace_.expanded(value.text, words);
  template_.classes.add_words(name.name, words);
  rebuild();
}

// A name that a command asks for; complaints are part of the answer.
address::ParsedName AddressTest::named(std::string_view text) {
  address::ParsedName name = address::parse_name(text);
  if (debug_.at(35, 14)) {
    trace_.macro_named(text);
    return name;
  }
  for (const std::string& error : name.errors) line(error);
  return name;
}

void AddressTest::define(const std::string& name, std::string value) {
  trace_.macro_defined(name, &value, macros_.find(name) != nullptr);
  macros_.set(name, std::move(value));
}

void AddressTest::forget(const std::string& name) {
  trace_.macro_defined(name, nullptr, macros_.find(name) != nullptr);
  macros_.unset(name);
}

// Each name behind a dollar sign, as it is met when a text is read.
void AddressTest::trace_names(std::string_view text) {
  for (size_t dollar = text.find('$'); dollar < text.size(); dollar = text.find('$', dollar)) {
    std::string_view behind = text.substr(++dollar);
    if (behind.starts_with('$')) {
      ++dollar;
      continue;
    }
    bool prefixed = !behind.empty() && std::string_view("&=~?").find(behind[0]) != std::string_view::npos;
    if (prefixed) behind.remove_prefix(1);
    if (!behind.empty()) trace_.macro_named(behind);
  }
}

void AddressTest::equals_command(std::string_view text) {
  if (text.size() < 2)
    line("Usage: =Sruleset or =M");
  else if (text[1] == 'S')
    print_ruleset(trim(text.substr(2)));
  else if (text[1] == 'M')
    print_mailers();
  else
    line(fmt::format("Unknown \"=\" command {}", text));
}

void AddressTest::dollar_command(std::string_view text) {
  bool is_class = text.starts_with('=');
  if (is_class) text.remove_prefix(1);
  address::ParsedName name = named(text);
  if (!name.valid()) return;
  if (is_class) {
    print_class(name.name);
    return;
  }
  const std::string* value = macros_.find(name.name);
  constexpr size_t kLongestShown = 2047;
  line(value == nullptr ? "Undefined" : rules::display(*value).substr(0, kLongestShown));
}

void AddressTest::print_class(std::string_view name) {
  for (const std::string& word : config_->classes.listed(name)) line(word);
}

const rules::CompiledRuleset* AddressTest::ruleset_for(std::string_view name) {
  bool number = !name.empty() && (ascii::is_digit(name[0]) || name[0] == '-');
  if (number) {
    auto value = static_cast<int>(static_cast<uint32_t>(parse_leading_int(name)));
    if (value < 0 || value >= 100) {
      line(fmt::format("bad ruleset {} (100 max)", value));
      return nullptr;
    }
    const rules::CompiledRuleset* found = engine_->compiled().find(std::to_string(value));
    if (found != nullptr) return found;
    static const auto kEmpty = std::make_unique<rules::CompiledRuleset>();
    kEmpty->name = std::to_string(value);
    kEmpty->number = value;
    return kEmpty.get();
  }
  for (size_t i = 0; i < name.size(); ++i) {
    if (ascii::is_alpha(name[i]) || (i > 0 && ascii::is_digit(name[i])) || name[i] == '_') continue;
    trace_.message(fmt::format("invalid ruleset name: \"{}\"", name));
    return nullptr;
  }
  return engine_->compiled().find(name);
}

void AddressTest::run_rulesets(std::string_view text) {
  size_t blank = 0;
  while (blank < text.size() && !ascii::is_space(text[blank])) ++blank;
  if (blank >= text.size()) {
    line("No address!");
    return;
  }
  std::string_view rulesets = text.substr(0, blank);
  std::string_view rest = text.substr(blank + 1);
  for (const auto& complaint : {rules::eight_bit_complaint(rest), rules::too_long_complaint(rest)}) {
    if (!complaint) continue;
    line(*complaint);
    return;
  }
  using address::TokenTable;
  const address::Tokenizer& tokenizer = engine_->compiled().tokenizer();
  TokenTable table = tokenizer.table_of_rules() == TokenTable::rule ? TokenTable::rule : TokenTable::external;
  // Each address of a comma separated list goes through the whole chain.
  for (;;) {
    while (rest.starts_with(',')) rest.remove_prefix(1);
    if (trim(rest).empty()) return;
    auto rewrite_context = context();
    rules::Rewriter rewriter(engine_->compiled(), *config_, *maps_, rewrite_context);
    rules::Workspace workspace;
    size_t stopped = rest.size();
    bool usable = rewriter.scan(rest, table, workspace, {.delimiter = ','}, &stopped);
    if (usable && !workspace.empty()) {
      std::string_view chain = rulesets;
      while (!chain.empty()) {
        size_t comma = chain.find(',', 1);
        std::string_view name = chain.substr(0, comma);
        const rules::CompiledRuleset* ruleset = ruleset_for(name);
        if (ruleset == nullptr) {
          line(fmt::format("Undefined ruleset {}", chain));
          break;
        }
        ExitStatus status = rewriter.run(*ruleset, workspace);
        if (status != ExitStatus::ok)
          line(fmt::format("== Ruleset {} ({}) status {}", chain, ruleset->number, to_int(status)));
        chain.remove_prefix(comma == std::string_view::npos ? chain.size() : comma + 1);
      }
    }
    rest.remove_prefix(std::min(stopped, rest.size()));
  }
}

void AddressTest::print_ruleset(std::string_view name) {
  const rules::CompiledRuleset* ruleset = ruleset_for(name);
  if (ruleset == nullptr) {
    line(fmt::format("Undefined ruleset {}", name));
    return;
  }
  for (const rules::CompiledRule& rule : ruleset->rules) {
    out_ += 'R';
    for (const std::string& token : rule.source->left) out_ += rules::display(token) + ' ';
    out_ += "\t\t";
    for (const std::string& token : rule.source->right) out_ += rules::display(token) + ' ';
    out_ += '\n';
  }
}

}  // namespace sm::cli
