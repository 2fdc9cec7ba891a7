// See the header. The text is walked once, with the quotes sendmail.mc files use: ` and '. A `#` is no comment there
// (the library turns m4's comments off), so a call behind one still counts.
#include "m4cf/lint.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"
#include "m4cf/lint_vocabulary.h"
#include "m4cf/quoting.h"
#include "m4cf/translation.h"

namespace sm::m4cf {
namespace {

bool is_macro_word(std::string_view word) {
  return is_known(NameKind::macro, word) || word == "define" || word == "undefine" || word == "include" ||
         word == "divert" || word == "sinclude";
}

// What takes lines of sendmail.cf as they are until the next macro.
bool begins_raw_lines(std::string_view word) {
  return word == "MAILER_DEFINITIONS" || (word.starts_with("LOCAL_") && word != "LOCAL_DOMAIN" && word != "LOCAL_USER" &&
                                          is_known(NameKind::macro, word) && !word.ends_with("_FILE"));
}

bool looks_like_macro(std::string_view word) {
  return word.size() >= 4 && std::ranges::all_of(word, [](char c) {
    return ascii::is_upper(c) || ascii::is_digit(c) || c == '_';
  });
}

std::string unquoted(std::string_view argument) {
  std::string_view text = trim(argument);
  if (text.size() >= 2 && text.front() == '`' && text.back() == '\'') text = text.substr(1, text.size() - 2);
  return std::string(text);
}

class Linter {
 public:
  explicit Linter(std::string_view text) : text_(text) {}

  std::vector<Finding> run();

 private:
  struct Arguments {
    std::vector<std::string_view> list;
    bool closed = false;
  };

  void find_wrong_quotes();
  void top_level();
  void word();
  void call(std::string_view name, int line);
  Arguments arguments();
  void skip_quoted();
  void skip_line();
  void check_call(std::string_view name, const Arguments& given, int line);
  void check_define(const std::string& name, int line);
  void check_known(NameKind kind, const std::string& name, int line);
  void check_quotes_of(std::string_view argument, int line);
  void loose_text();
  void forget_loose_text() { loose_.clear(); }
  int line_at(size_t at);
  void add(int line, std::string text) { findings_.push_back({line, std::move(text)}); }

  std::string_view text_;
  size_t at_ = 0;
  size_t counted_ = 0;
  int line_ = 1;
  bool line_start_ = true;
  bool hash_line_ = false;
  // Inside divert(-1): thrown away. Behind LOCAL_CONFIG and its kind: lines of the .cf.
  bool discarded_ = false;
  bool raw_ = false;
  int mailer_line_ = 0;
  std::string loose_;
  int loose_line_ = 0;
  std::vector<Finding> findings_;
};

int Linter::line_at(size_t at) {
  if (at < counted_) {
    counted_ = 0;
    line_ = 1;
  }
  for (; counted_ < at; counted_++) line_ += text_[counted_] == '\n';
  return line_;
}

void Linter::find_wrong_quotes() {
  constexpr std::string_view kMarks[] = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D"};
  constexpr std::string_view kCodes[] = {"U+2018", "U+2019", "U+201C", "U+201D"};
  size_t line_begin = 0;
  for (int line = 1; line_begin <= text_.size(); line++) {
    size_t end = text_.find('\n', line_begin);
    std::string_view whole = text_.substr(line_begin, end == std::string_view::npos ? end : end - line_begin);
    std::string_view body = trim(whole);
    for (size_t i = 0; i < 4 && !body.starts_with("dnl"); i++) {
      size_t column = whole.find(kMarks[i]);
      if (column == std::string_view::npos) continue;
      add(line, say("column %1: %2 (%3) is no quote for m4; an argument is written `like this'",
                    {std::to_string(column + 1), std::string(kMarks[i]), std::string(kCodes[i])}));
      break;
    }
    if (end == std::string_view::npos) break;
    line_begin = end + 1;
  }
}

void Linter::skip_line() {
  size_t newline = text_.find('\n', at_);
  at_ = newline == std::string_view::npos ? text_.size() : newline + 1;
  line_start_ = true;
  hash_line_ = false;
}

void Linter::skip_quoted() {
  size_t opened = at_;
  int depth = 0;
  for (; at_ < text_.size(); at_++) {
    if (text_[at_] == '`') depth++;
    if (text_[at_] == '\'' && --depth == 0) {
      at_++;
      return;
    }
  }
  // The line where the count of quotes first fails to come out even is the likely place.
  size_t begin = opened;
  while (begin < text_.size()) {
    size_t end = std::min(text_.find('\n', begin), text_.size());
    std::string_view line = text_.substr(begin, end - begin);
    if (std::ranges::count(line, '`') > std::ranges::count(line, '\'')) {
      add(line_at(begin), say("the quote opened here is never closed; a ' is probably missing on this line", {}));
      return;
    }
    begin = end + 1;
  }
  add(line_at(opened), say("the quote opened here is never closed", {}));
}

Linter::Arguments Linter::arguments() {
  Arguments result;
  int depth = 0;
  size_t start = ++at_;
  while (at_ < text_.size()) {
    char c = text_[at_];
    if (c == '`') {
      skip_quoted();
      continue;
    }
    if (c == '(') depth++;
    if ((c == ')' || c == ',') && depth == 0) {
      result.list.push_back(text_.substr(start, at_ - start));
      start = at_ + 1;
      if (c == ')') {
        at_++;
        result.closed = true;
        return result;
      }
    }
    if (c == ')') depth--;
    at_++;
  }
  return result;
}

void Linter::check_quotes_of(std::string_view argument, int line) {
  std::string_view text = trim(argument);
  if (text.starts_with('\'')) {
    add(line, say("the argument %1 begins with '; the opening quote of m4 is `", {std::string(text)}));
  }
}

void Linter::check_known(NameKind kind, const std::string& name, int line) {
  if (name.empty() || name.find_first_of("/.$") != std::string::npos || is_known(kind, name)) return;
  std::string nearest(nearest_of(names_of(kind), name));
  const char* what = kind == NameKind::feature ? "FEATURE" : "MAILER";
  if (nearest.empty()) {
    add(line, say("there is no %1(`%2')", {what, name}));
  } else {
    add(line, say("there is no %1(`%2'); did you mean `%3'?", {what, name, nearest}));
  }
}

void Linter::check_define(const std::string& name, int line) {
  bool conf = name.starts_with("conf");
  bool nearly = !conf && name.size() > 5 && ascii::starts_with_ignoring_case(name, "conf");
  if ((!conf && !nearly) || is_known(NameKind::conf, name)) return;
  // Milter macro lists have names of their own making.
  if (name.starts_with("confMILTER_MACROS_") || name == "confCF_VERSION") return;
  std::string nearest(nearest_of(names_of(NameKind::conf), name));
  if (nearest.empty()) {
    add(line, say("%1 is never used", {name}));
  } else {
    add(line, say("%1 is never used; nearest known name: %2", {name, nearest}));
  }
}

void Linter::check_call(std::string_view name, const Arguments& given, int line) {
  if (!given.closed) {
    add(line, say("the parenthesis of %1( is never closed", {std::string(name)}));
    return;
  }
  for (std::string_view argument : given.list) check_quotes_of(argument, line);
  std::string first = given.list.empty() ? "" : unquoted(given.list[0]);
  if (name == "define") check_define(first, line);
  if (name == "FEATURE") {
    check_known(NameKind::feature, first, line);
    if (mailer_line_ > 0) {
      add(line, say("FEATURE(`%1') stands behind MAILER (line %2); move it before the first MAILER",
                    {first, std::to_string(mailer_line_)}));
    }
  }
  if (name == "MAILER") {
    check_known(NameKind::mailer, first, line);
    if (mailer_line_ == 0) mailer_line_ = line;
  }
  if (name == "divert") discarded_ = first.starts_with("-");
  std::optional<size_t> most = most_arguments(name);
  if (most && given.list.size() > *most) {
    add(line, say("%1 takes %2 argument(s) and gets %3: an unquoted comma splits them; put the value in ` and '",
                  {std::string(name), std::to_string(*most), std::to_string(given.list.size())}));
  }
}

void Linter::call(std::string_view name, int line) {
  if (hash_line_) {
    add(line, say("# does not comment %1 out; it is carried out all the same. Write dnl instead", {std::string(name)}));
  }
  check_call(name, arguments(), line);
}

void Linter::word() {
  size_t start = at_;
  while (at_ < text_.size() && is_word_byte(text_[at_])) at_++;
  std::string_view name = text_.substr(start, at_ - start);
  int line = line_at(start);
  bool starts_line = line_start_;
  line_start_ = false;
  if (name == "dnl") {
    forget_loose_text();
    return skip_line();
  }
  size_t next = text_.find_first_not_of(" \t", at_);
  bool parenthesis = at_ < text_.size() && text_[at_] == '(';
  bool apart = !parenthesis && next != std::string_view::npos && text_[next] == '(';
  if (is_macro_word(name)) {
    if (begins_raw_lines(name)) raw_ = true;
    else if (parenthesis) raw_ = false;
    if (parenthesis) return call(name, line);
    if (apart && starts_line) {
      add(line, say("%1 and its parenthesis are apart; remove the blank, or nothing is called", {std::string(name)}));
      at_ = next;
      arguments();
    }
    return;
  }
  if (raw_ || discarded_) return;
  if (parenthesis && starts_line && looks_like_macro(name)) {
    std::string nearest(nearest_of(names_of(NameKind::macro), name));
    add(line, nearest.empty() ? say("there is no macro %1; the line goes into the .cf as it is", {std::string(name)})
                              : say("there is no macro %1; did you mean %2?", {std::string(name), nearest}));
    arguments();
    return;
  }
  if (parenthesis) {
    arguments();
    return;
  }
  if (loose_.empty()) loose_line_ = line;
  if (loose_.size() < 40) loose_ += (loose_.empty() ? "" : " ") + std::string(name);
}

// Words on a line that no macro took: they end up in the .cf.
void Linter::loose_text() {
  if (!loose_.empty() && !raw_ && !discarded_ && !hash_line_) {
    add(loose_line_, say("the text \"%1\" goes into sendmail.cf; dnl is missing before it", {loose_}));
  }
  forget_loose_text();
}

void Linter::top_level() {
  char c = text_[at_];
  if (c == '\n') {
    loose_text();
    line_start_ = true;
    hash_line_ = false;
    at_++;
  } else if (c == '`') {
    skip_quoted();
  } else if (is_word_byte(c)) {
    word();
  } else {
    if (c == '#' && line_start_) hash_line_ = true;
    if (!ascii::is_blank(c) && c != '#') line_start_ = false;
    at_++;
  }
}

std::vector<Finding> Linter::run() {
  find_wrong_quotes();
  while (at_ < text_.size()) top_level();
  loose_text();
  std::ranges::stable_sort(findings_, {}, &Finding::line);
  return std::move(findings_);
}

}  // namespace

std::vector<Finding> lint_mc(std::string_view text) { return Linter(text).run(); }

int lint_files(const std::vector<std::string>& files) {
  int status = 0;
  for (const std::string& file : files) {
    Result<std::string> text = read_file(file);
    if (!text) {
      std::fprintf(stderr, "m4cf: %s\n", text.error().text.c_str());
      status = to_int(ExitStatus::no_input);
      continue;
    }
    for (const Finding& finding : lint_mc(*text)) {
      std::printf("%s:%d: %s\n", file.c_str(), finding.line, finding.text.c_str());
      if (status == 0) status = 1;
    }
  }
  return status;
}

}  // namespace sm::m4cf
