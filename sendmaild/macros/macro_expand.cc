// Macro expansion: `$x`, `$?x then $| else $.` (Operations Guide 5.1). Bounded in depth and in length, because a macro
// may name itself.
#include "lib/address/dollar_encoding.h"
#include "lib/address/meta.h"
#include "sendmaild/macros/macro_scope.h"

namespace sm::macros {
namespace {

namespace meta = address::meta;

constexpr int kDeepestMacro = 10;
constexpr size_t kLongestExpansion = 1024 * 1024;

enum class Purpose { final_text, encoded_text };

class Expansion {
 public:
  Expansion(const MacroScope& scope, Purpose purpose, std::string& out) : scope_(scope), purpose_(purpose), out_(out) {}

  void run(std::string_view text, int depth) {
    // Each open conditional says whether its text counts; text outside of all of them does.
    int skipping = 0;  // conditionals inside a branch that does not count
    int open = 0;      // conditionals whose taken branch we are in
    for (size_t i = 0; i < text.size() && out_.size() < kLongestExpansion;) {
      char c = text[i++];
      if (c == meta::kIf) {
        bool set = is_set(address::take_encoded_name(text, i));
        if (skipping > 0 || !set)
          ++skipping;
        else
          ++open;
      } else if (c == meta::kElse && (skipping == 1 || (skipping == 0 && open > 0))) {
        // The branches change places; deeper skipped conditionals do not see it.
        if (skipping == 1) {
          skipping = 0;
          ++open;
        } else {
          skipping = 1;
          --open;
        }
      } else if (c == meta::kFi && (skipping > 0 || open > 0)) {
        if (skipping > 0)
          --skipping;
        else
          --open;
      } else if (skipping > 0) {
        if (c == meta::kQuote && i < text.size()) ++i;
      } else {
        plain(c, text, i, depth);
      }
    }
  }

 private:
  bool is_set(std::string_view name) const {
    const std::string* value = scope_.find(name);
    return value != nullptr && !value->empty();
  }

  void plain(char c, std::string_view text, size_t& i, int depth) {
    if (c == meta::kQuote && i < text.size()) {
      if (purpose_ == Purpose::encoded_text) out_ += c;
      out_ += text[i++];
      return;
    }
    bool deferred = c == meta::kDeferredMacro;
    if (c != meta::kMacro && !(deferred && purpose_ == Purpose::final_text)) {
      out_ += c;
      return;
    }
    const std::string* value = scope_.find(address::take_encoded_name(text, i));
    if (value == nullptr) return;
    if (depth < kDeepestMacro)
      run(*value, depth + 1);
    else
      out_ += *value;
  }

  const MacroScope& scope_;
  Purpose purpose_;
  std::string& out_;
};

}  // namespace

std::string expand(std::string_view encoded, const MacroScope& scope) {
  std::string out;
  Expansion(scope, Purpose::final_text, out).run(encoded, 0);
  return out;
}

std::string expand_encoded(std::string_view encoded, const MacroScope& scope) {
  std::string out;
  Expansion(scope, Purpose::encoded_text, out).run(encoded, 0);
  return out;
}

}  // namespace sm::macros
