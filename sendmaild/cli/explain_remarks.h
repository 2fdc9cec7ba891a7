// What a sendmail.cf says about its rules in comments: the words above a rule, and the marks that our macro library
// writes around the rules of a statement ("#@ FEATURE(mailertable), sendmail.mc:7" … "#@ end"; cf/README.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sm::cli {

// The statement of the .mc file that brought in a rule; empty for rules that are part of every configuration.
struct Origin {
  std::string statement;  // "FEATURE(mailertable)"
  std::string place;      // "sendmail.mc:7"; empty where m4 could not tell

  bool operator==(const Origin&) const = default;
};

class CfRemarks {
 public:
  CfRemarks() = default;
  // `text` is the whole .cf file.
  explicit CfRemarks(std::string_view text);

  // Both for a line of the file, counted from 1.
  const std::string& above(int line) const { return at(line).words; }
  const Origin& origin(int line) const { return at(line).origin; }

 private:
  struct Line {
    std::string words;
    Origin origin;
  };
  const Line& at(int line) const;

  std::vector<Line> lines_;
};

}  // namespace sm::cli
