// Content-Type and Content-Transfer-Encoding values (RFC 2045 §5, 6) taken apart for conversion.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sm::message {

struct ContentType {
  std::string type = "text";       // lower case
  std::string subtype = "plain";
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case, values unquoted

  std::string full() const { return type + "/" + subtype; }
  const std::string* parameter(std::string_view name) const;
};

// Nothing when the value has no "type/subtype".
std::optional<ContentType> parse_content_type(std::string_view value);
// Lower case, comments and blanks removed: "quoted-printable".
std::string parse_transfer_encoding(std::string_view value);

}  // namespace sm::message
