// Reading the HelpFile at each question: HELP is rare and the file may be edited. Invariant: the file's text cannot break
// the reply, because Reply renders control characters as blanks.
#include "sendmaild/daemon/help_text.h"

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::daemon {
namespace {

constexpr size_t kHelpFileLimit = 256 * 1024;

}  // namespace

smtp::Reply help_reply(const std::string& help_file, const std::string& topic, const macros::MacroScope& scope) {
  auto text = help_file.empty() ? Result<std::string>(Error{"no help file"}) : read_file(help_file, kHelpFileLimit);
  if (!text) {
    return smtp::Reply(502, smtp::EnhancedCode{5, 3, 0}, "Sendmail " + scope.value("v") + " -- HELP not implemented");
  }
  std::string wanted = topic.empty() ? "smtp" : ascii::lower(topic);
  std::vector<std::string> lines;
  for (std::string_view line : split(*text, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    size_t tab = line.find('\t');
    if (!ascii::equal_ignoring_case(line.substr(0, tab), wanted)) continue;
    lines.emplace_back(tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1));
  }
  if (lines.empty()) return smtp::Reply(504, smtp::EnhancedCode{5, 3, 0}, "HELP topic \"" + topic + "\" unknown");
  lines.emplace_back("End of HELP info");
  return smtp::Reply(214, smtp::EnhancedCode{2, 0, 0}, lines);
}

}  // namespace sm::daemon
