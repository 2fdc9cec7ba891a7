// -qI, -qR, -qS, -qQ, -qG and their negations: which messages a queue run or mailq is about. Conditions of one letter are
// alternatives, different letters must all hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "sendmaild/queue/qf_format.h"

namespace sm::queue {

class Selector {
 public:
  struct Condition {
    char letter = 'I';   // I R S Q
    bool negated = false;
    std::string text;
  };
  enum class Scope { ready, quarantined, lost };

  // Adds what stands behind -q: "Isub", "!Rsub", "Gname", "Q", "Qsub", "L". Errors are sendmail's: "Can not use -q!G",
  // "Can not use multiple -qG options".
  Result<void> add(std::string_view argument);

  Scope scope() const { return scope_; }
  const std::string& group() const { return group_; }
  bool has_conditions() const { return !conditions_.empty(); }
  // Whether a file has to be read to decide.
  bool needs_contents() const;
  bool matches_id(std::string_view id) const;
  bool matches(std::string_view id, const QfContents& contents) const;

 private:
  bool letter_holds(char letter, std::string_view id, const QfContents* contents) const;

  std::vector<Condition> conditions_;
  Scope scope_ = Scope::ready;
  std::string group_;
};

}  // namespace sm::queue
