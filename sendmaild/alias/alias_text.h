// The text form of aliases (aliases(5)): "name: member, member", continued by lines that begin with a blank.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sm::alias {

struct AliasLine {
  enum class Kind {
    entry,
    leading_space,  // the file begins with a continuation line
    missing_colon,
    empty_name,     // nothing in front of the colon
    unbalanced,     // quotes, comments or brackets of the name do not end; `value` is the missing character
    missing_value,
  };
  Kind kind = Kind::entry;
  int line = 0;        // of the last physical line
  std::string whole;   // the logical line
  std::string name;    // as written, blanks around it removed
  std::string value;
};

class AliasText {
 public:
  explicit AliasText(std::string_view text) : text_(text) {}
  // The next entry or complaint, comments and empty lines skipped; nothing at the end.
  std::optional<AliasLine> next();

 private:
  std::string_view physical_line();

  std::string_view text_;
  size_t position_ = 0;
  int line_ = 0;
  bool told_leading_space_ = false;
};

}  // namespace sm::alias
