// An explanation for a terminal, for a program and for a browser.
#pragma once

#include <string>

#include "sendmaild/cli/explain_verdict.h"

namespace sm::cli {

std::string explain_as_text(const Explanation& explanation);
// The members are described in sendmail(8).
std::string explain_as_json(const Explanation& explanation);
// One self-contained page; everything folds.
std::string explain_as_html(const Explanation& explanation);

}  // namespace sm::cli
