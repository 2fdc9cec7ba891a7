// Address test mode (-bt): commands from standard input, answers in the format administrators and their scripts know.
// Changes made by `.D` and `.C` live as long as the session.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lib/address/dollar_encoding.h"
#include "lib/base/debug_flags.h"
#include "sendmaild/cli/address_test_trace.h"
#include "sendmaild/config/config.h"
#include "sendmaild/maps/map_set.h"
#include "sendmaild/rules/rule_engine.h"

namespace sm::cli {

class AddressTest {
 public:
  // `config` is copied, because `.C` changes classes. What -d asks for goes to `debug_file` where that is open (-D).
  AddressTest(const config::Config& config, const DebugFlags& debug, bool verbose, UniqueFd debug_file = UniqueFd());

  // Reads commands from descriptor `in` until /quit or the end, answers to descriptor `out`. The process's exit status.
  int run(int in, int out);

 private:
  void command(std::string_view line);
  void slash_command(std::string_view line);
  void dot_command(std::string_view line);
  void equals_command(std::string_view line);
  void dollar_command(std::string_view line);
  void run_rulesets(std::string_view line);
  void run_chain(std::string_view rulesets, std::string_view address);
  const rules::CompiledRuleset* ruleset_for(std::string_view name);

  void parse(std::string_view address);
  void try_mailer(std::string_view arguments);
  void try_flags(std::string_view flags);
  void sender(std::string_view address);
  void look_up(std::string_view arguments);
  void list_exchangers(std::string_view host);
  void canonify(std::string_view host);
  void header(std::string_view text);
  void print_ruleset(std::string_view name);
  void print_mailers();
  void print_class(std::string_view name);

  address::ParsedName named(std::string_view text);
  void define(const std::string& name, std::string value);
  void forget(const std::string& name);
  void trace_names(std::string_view text);
  void line(std::string_view text);
  void prompt();
  void answer(const std::string& question);
  // Writes what has been answered so far.
  Result<void> flush(int out);
  void rebuild();
  rules::RewriteContext context();

  config::Config template_;                       // what .C changes
  std::shared_ptr<const config::Config> config_;  // what the engine works with
  std::shared_ptr<maps::MapSet> maps_;
  std::unique_ptr<rules::RuleEngine> engine_;
  macros::MacroScope macros_;
  DebugFlags debug_;
  bool verbose_;
  UniqueFd debug_file_;
  std::string out_, traces_;
  AddressTestTrace trace_;
  bool header_flag_ = false;  // /tryflags H
  bool sender_flag_ = false;  // /tryflags S
  bool done_ = false;
};

}  // namespace sm::cli
