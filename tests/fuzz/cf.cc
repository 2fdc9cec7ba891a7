// Fuzz target: a sendmail.cf. Whatever the bytes are, reading them ends, and what came of them can be shown. Lines that
// run programs or open files are left out.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sendmaild/config/describe.h"
#include "sendmaild/config/parse_config.h"

using namespace sm::config;

namespace {

std::string without_files(std::string_view text) {
  std::string out;
  bool skip = false;
  bool begin = true;
  for (char c : text) {
    if (begin) skip = c == 'F' || (skip && (c == ' ' || c == '\t'));
    begin = c == '\n';
    if (!skip || begin) out += c;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text = without_files(std::string_view(reinterpret_cast<const char*>(data), size));
  HostFacts host;
  host.host_name = host.canonical_name = "mail.example.com";
  host.version = "8.18.1";
  CommandLineSettings settings;
  settings.test_mode = true;
  size_t shown = 0;
  ParseOutcome outcome = parse_config_text(text, "fuzz.cf", settings, host, {},
                                           [&](const Complaint& complaint) { shown += complaint.text.size(); });
  shown += describe_mailers(*outcome.config).size() + describe_identity(*outcome.config).size();
  for (const RulesetSource& ruleset : outcome.config->rulesets)
    for (const RuleSource& rule : ruleset.rules) shown += describe_rule(rule).size();
  return shown == SIZE_MAX ? 1 : 0;
}
