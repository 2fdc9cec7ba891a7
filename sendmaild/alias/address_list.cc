// Commas where they separate, and the special kinds of addresses.
#include "sendmaild/alias/address_list.h"

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::alias {
namespace {

class ListScanner {
 public:
  explicit ListScanner(std::string_view text) : text_(text) {}

  std::vector<std::string> run() {
    for (size_t i = 0; i < text_.size(); ++i) {
      char c = text_[i];
      if (c == '\\' && i + 1 < text_.size()) {
        item_ += c;
        item_ += text_[++i];
      } else if (quoted_) {
        item_ += c;
        quoted_ = c != '"';
      } else {
        plain(c);
      }
    }
    finish();
    return std::move(out_);
  }

 private:
  void plain(char c) {
    if (c == '"') quoted_ = true;
    if (c == '(') ++comments_;
    if (c == ')' && comments_ > 0) --comments_;
    if (comments_ == 0 && (c == '<' || c == '[')) ++brackets_;
    if (comments_ == 0 && (c == '>' || c == ']') && brackets_ > 0) --brackets_;
    bool inside = comments_ > 0 || brackets_ > 0;
    if (!inside && (c == ',' || c == '\n')) {
      finish();
    } else {
      item_ += c;
    }
  }

  void finish() {
    std::string_view item = trim(item_);
    if (!item.empty()) out_.emplace_back(item);
    item_.clear();
  }

  std::string_view text_;
  std::string item_;
  std::vector<std::string> out_;
  bool quoted_ = false;
  int comments_ = 0;
  int brackets_ = 0;
};

}  // namespace

std::vector<std::string> split_address_list(std::string_view text) { return ListScanner(text).run(); }

SpecialAddress special_address(std::string_view address) {
  constexpr std::string_view kInclude = ":include:";
  std::string_view text = trim(address);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (text.starts_with('"')) text.remove_prefix(1);
  SpecialAddress out;
  if (text.starts_with('|')) {
    out.kind = SpecialKind::program;
    out.text = trim(text.substr(1));
  } else if (text.starts_with('/')) {
    out.kind = SpecialKind::file;
    out.text = text;
  } else if (ascii::starts_with_ignoring_case(text, kInclude)) {
    out.kind = SpecialKind::include;
    out.text = trim(text.substr(kInclude.size()));
  }
  return out;
}

}  // namespace sm::alias
