// Address fields: lists of addresses with their comments and phrases, in which only the addresses are rewritten. The text
// around an address ("cracked address" in the Operations Guide's -bt /parse) stays as it was written: phrases, comments,
// groups.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::message {

enum class HeaderRole { sender, recipient };

// Gives the address as the mailer wants it. `address` has no comments or phrases, but the angle brackets that it was written
// in. Must not fail: on trouble it returns the address as it was.
using AddressRewriter = std::function<std::string(std::string_view address, HeaderRole role)>;

// One member of an address list: prefix + address + suffix is what was written.
struct CrackedAddress {
  std::string prefix;   // "Lee Kim <", ""
  std::string address;  // "lee@naver.com"
  std::string suffix;   // "> (home)", ""
};
CrackedAddress crack_address(std::string_view text);
// /parse's form: the text with the address replaced by the encoded $g, phrases quoted where MustQuoteChars asks for it.
std::string cracked_template(std::string_view text, std::string_view must_quote);

// The members of a list, split at commas outside of quotes, comments, angle brackets and groups; blank-separated in
// lists of the old style.
enum class ListStyle { commas, old_style };
std::vector<std::string_view> split_addresses(std::string_view value, ListStyle style);

struct AddressFieldForm {
  HeaderRole role = HeaderRole::recipient;
  ListStyle style = ListStyle::commas;
  size_t width = 78;              // columns before a fold; min(L=-2, 78)
  bool strip_comments = false;    // F=c
  std::string must_quote = "@,;:\\()[].'";  // MustQuoteChars
  bool colon_ok = false;          // ColonOkInAddr: colons and semicolons belong to addresses, there are no groups
};
// The value of an address field (after the colon, leading blank included) rewritten and folded anew; `name_length` is what
// the field's name takes of the first line.
std::string rewrite_address_field(std::string_view value, size_t name_length, const AddressFieldForm& form,
                                  const AddressRewriter& rewrite);

}  // namespace sm::message
