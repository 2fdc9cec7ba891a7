// The header of a message: fields in order, as they were written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sm::message {

struct HeaderField {
  std::string name;        // as written
  // All that stands after the colon, leading blanks and folds ("\n" and the blanks of the next line) as written, without
  // the final newline. Lines of a header made by us start with one blank too.
  std::string value;
  // Condition of a default header of the .cf that waits for the mailer to be known (qf: H?flags? or H?${macro}?).
  std::string mailer_flags;
  std::string condition_macro;
  bool is_default = false;  // made by us from an H line rather than sent by the user
  bool encoded = false;     // the value still holds metasymbols to be expanded at delivery (Return-Path)

  // The value without blanks at its ends.
  std::string_view text() const;
};

class HeaderList {
 public:
  // The first field of this name without case, or null.
  const HeaderField* find(std::string_view name) const;
  HeaderField* find(std::string_view name);
  bool has(std::string_view name) const { return find(name) != nullptr; }
  void append(HeaderField field) { fields_.push_back(std::move(field)); }
  void prepend(HeaderField field) { fields_.insert(fields_.begin(), std::move(field)); }
  // Removes every field of this name; the number removed.
  int remove(std::string_view name);
  int count(std::string_view name) const;
  std::vector<HeaderField>& fields() { return fields_; }
  const std::vector<HeaderField>& fields() const { return fields_; }

 private:
  std::vector<HeaderField> fields_;
};

}  // namespace sm::message
