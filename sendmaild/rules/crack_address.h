// Headers keep what a person wrote around an address: "Joe User <joe@a.org>" is rewritten inside the brackets only.
// Cracking an address makes the template of it, with the macro $g in place of the address (RFC 5322 3.4, and what
// people write instead).
#pragma once

#include <string>
#include <string_view>

namespace sm::rules {

// What a colon outside of brackets is: the end of a group's name (RFC 5322 3.4), or, with ColonOkInAddr, text like any.
enum class Colon { ends_group_name, is_text };

// Encoded text; characters of `must_quote` in a phrase get it quoted.
std::string crack_address(std::string_view address, std::string_view must_quote, Colon colon);

}  // namespace sm::rules
