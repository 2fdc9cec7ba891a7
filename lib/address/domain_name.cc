// See the header.
#include "lib/address/domain_name.h"

namespace sm::address {

std::string_view without_trailing_dot(std::string_view domain) {
  if (!domain.empty() && domain.back() == '.') domain.remove_suffix(1);
  return domain;
}

bool is_literal(std::string_view domain) { return domain.size() >= 2 && domain.front() == '[' && domain.back() == ']'; }

std::string_view literal_content(std::string_view domain) {
  return is_literal(domain) ? domain.substr(1, domain.size() - 2) : domain;
}

std::string_view domain_of(std::string_view address) {
  bool quoted = false;
  size_t at = std::string_view::npos;
  for (size_t i = 0; i < address.size(); ++i) {
    if (address[i] == '\\')
      ++i;
    else if (address[i] == '"')
      quoted = !quoted;
    else if (address[i] == '@' && !quoted)
      at = i;
  }
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

}  // namespace sm::address
