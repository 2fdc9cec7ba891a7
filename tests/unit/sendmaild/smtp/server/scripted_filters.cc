// See the header.
#include "tests/unit/sendmaild/smtp/server/scripted_filters.h"

namespace sm::test {
namespace {

using server::SessionVerdict;
using server::Verdict;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

class ScriptedFilters final : public server::Filters {
 public:
  ScriptedFilters(const FilterScript& script, std::vector<std::string>& questions)
      : script_(script), questions_(questions) {}

  net::Task<SessionVerdict> connect() override { co_return about_session("connect"); }
  net::Task<SessionVerdict> hello(std::string name) override { co_return about_session("hello " + name); }
  net::Task<Verdict> sender(std::vector<std::string> arguments) override { co_return judge("sender" + joined(arguments)); }
  net::Task<Verdict> recipient(std::vector<std::string> arguments, smtp::Reply refusal) override {
    std::string refused = refusal.is_set() ? " refused" : "";
    co_return judge("rcpt" + joined(arguments) + refused);
  }
  net::Task<Verdict> data() override { co_return judge("data"); }
  net::Task<Verdict> unknown(std::string line) override { co_return judge("unknown " + line); }
  net::Task<Verdict> message() override { co_return judge("message"); }
  net::Task<void> abort() override {
    questions_.push_back("filter abort");
    co_return;
  }
  net::Task<void> quit() override {
    questions_.push_back("filter quit");
    co_return;
  }
  void close() override { questions_.push_back("filter close"); }

 private:
  SessionVerdict about_session(const std::string& question) {
    questions_.push_back("filter " + question);
    auto found = script_.session_verdicts.find(question);
    return found == script_.session_verdicts.end() ? SessionVerdict() : found->second;
  }
  Verdict judge(const std::string& question) {
    questions_.push_back("filter " + question);
    auto found = script_.refusals.find(question);
    return found == script_.refusals.end() ? Verdict() : Verdict(found->second);
  }

  const FilterScript& script_;
  std::vector<std::string>& questions_;
};

}  // namespace

std::shared_ptr<server::Filters> scripted_filters(const FilterScript& script, std::vector<std::string>& questions) {
  return std::make_shared<ScriptedFilters>(script, questions);
}

}  // namespace sm::test
