// A list of recipients as text: the right side of an alias, a line of a .forward or :include: file, arguments of the
// command line. Commas separate, but not within quotes, comments, angle brackets or routes; names of groups and their semicolons are left to the
// rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sm::alias {

// Addresses without surrounding blanks, quotes kept ("\"|prog a, b\""). Empty ones are left out.
std::vector<std::string> split_address_list(std::string_view text);

// The kinds of recipients that are no mail addresses. The quotes around the whole are not part of `text`.
enum class SpecialKind { none, program, file, include };
struct SpecialAddress {
  SpecialKind kind = SpecialKind::none;
  std::string text;  // "/home/lee/mbox", "/usr/bin/vacation lee", path of the :include: file
};
SpecialAddress special_address(std::string_view address);

}  // namespace sm::alias
