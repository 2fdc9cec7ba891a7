// What stands behind `$#error`: `$@` a code, `$:` a text that may start with a reply code (Operations Guide 5.1.2).
#pragma once

#include <span>
#include <string>

#include "lib/base/exit_status.h"
#include "sendmaild/rules/rewrite.h"

namespace sm::rules {

struct Refusal {
  std::string code_text;   // behind $@, as one word: "5.7.1", "nouser"
  std::string full_text;   // behind $:, quotes kept: what address test mode prints
  int reply_code = 553;
  bool code_given = false; // the text brought its reply code
  std::string enhanced;
  std::string text;        // without codes and quotes
  ExitStatus status = ExitStatus::unavailable;
  bool has_text = false;   // there was a `$:`
};

// `tokens` is what follows `$# error`.
Refusal parse_refusal(std::span<const Token> tokens, const Rewriter& rewriter);

}  // namespace sm::rules
