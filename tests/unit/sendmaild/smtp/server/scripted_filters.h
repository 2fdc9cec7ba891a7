// Mail filters for session tests: every question is noted, the answers are a table.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sendmaild/smtp/server/filters.h"

namespace sm::test {

namespace server = smtp::server;

struct FilterScript {
  std::map<std::string, smtp::Reply> refusals;                    // by question: "sender <a@b>", "data", "message" …
  std::map<std::string, server::SessionVerdict> session_verdicts;  // "connect", "hello x"
};

// `script` and `questions` outlive it.
std::shared_ptr<server::Filters> scripted_filters(const FilterScript& script, std::vector<std::string>& questions);

}  // namespace sm::test
