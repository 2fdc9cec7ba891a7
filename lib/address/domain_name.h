// Host and domain names inside addresses: the trailing dot that marks a canonical name, and literals.
#pragma once

#include <string>
#include <string_view>

namespace sm::address {

// Without one trailing dot.
std::string_view without_trailing_dot(std::string_view domain);

// "[192.0.2.1]", "[IPv6:…]", "[host.example]": text in square brackets.
bool is_literal(std::string_view domain);

// What stands between the brackets; the text itself when it is not a literal.
std::string_view literal_content(std::string_view domain);

// The domain part behind the last '@' that is not inside a quoted string; empty when there is none.
std::string_view domain_of(std::string_view address);

}  // namespace sm::address
