// Expansion of A=. Security: each word of A= becomes one argument, whatever its macros hold; nothing passes a shell here.
// Invariant: word 0 is what the configuration says.
#include "sendmaild/delivery/mailer_argv.h"

#include "lib/address/meta.h"
#include "lib/base/text.h"

namespace sm::delivery {
namespace {

constexpr size_t kMaxWords = 1000;
constexpr size_t kMaxBytes = 60000;

bool has_user_macro(const std::string& word) {
  return word.find(std::string{address::meta::kMacro, 'u'}) != std::string::npos ||
         word.find(std::string{address::meta::kDeferredMacro, 'u'}) != std::string::npos;
}

// F=s strips quotes, F=B leading backslashes; the prog mailer's leading bar is no part of the command.
std::string user_argument(const config::Mailer& mailer, std::string user) {
  if (mailer.flags.has('s')) {
    std::string plain;
    bool escaped = false;
    for (char c : user) {
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      if (escaped || c != '"') plain += c;
      escaped = false;
    }
    user = plain;
  } else if (mailer.flags.has('B')) {
    user.erase(0, user.find_first_not_of('\\'));
  }
  if (!user.empty() && user[0] == '|') user = std::string(trim_left(std::string_view(user).substr(1)));
  return user;
}

}  // namespace

bool takes_recipients_as_arguments(const config::Mailer& mailer) {
  for (const std::string& word : mailer.argv) {
    if (has_user_macro(word)) return true;
  }
  return false;
}

Result<std::vector<std::string>> mailer_argv(const Batch& batch) {
  std::vector<std::string> argv;
  size_t bytes = 0;
  auto add = [&](std::string word) {
    bytes += word.size() + 1;
    argv.push_back(std::move(word));
  };
  for (size_t i = 0; i < batch.mailer->argv.size(); ++i) {
    const std::string& word = batch.mailer->argv[i];
    if (has_user_macro(word)) {
      for (const message::Recipient* recipient : batch.recipients) {
        macros::MacroScope scope(&batch.macros);
        scope.set("u", user_argument(*batch.mailer, recipient->user));
        add(macros::expand(word, scope));
      }
    } else {
      add(macros::expand(word, batch.macros));
    }
    if (i == 0 && (batch.mailer->flags.has('f') || batch.mailer->flags.has('r'))) {
      add(batch.mailer->flags.has('f') ? "-f" : "-r");
      add(batch.macros.value("g"));
    }
  }
  if (argv.size() > kMaxWords || bytes > kMaxBytes) {
    return Error{"Too many parameters to " + batch.mailer->name + " before $u", ExitStatus::config};
  }
  return argv;
}

}  // namespace sm::delivery
