// Fuzz target: headers of arriving messages, in pieces, and the rewriting of their address fields.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sendmaild/message/header_parse.h"
#include "sendmaild/message/header_rewrite.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sm::message;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  HeaderCollector whole{HeaderRules()}, pieces{HeaderRules()};
  std::string whole_body, pieces_body;
  whole.feed(text, whole_body);
  whole.finish(whole_body);
  size_t step = size == 0 ? 1 : data[0] % 7 + 1;
  for (size_t at = 0; at < text.size(); at += step) pieces.feed(text.substr(at, step), pieces_body);
  pieces.finish(pieces_body);
  HeaderList a = whole.take(), b = pieces.take();
  // How the text was cut must not matter (but for text dropped above the length limit).
  if (!whole.too_long() && !pieces.too_long()) {
    if (whole_body != pieces_body || a.fields().size() != b.fields().size()) abort();
  }
  AddressRewriter same = [](std::string_view address, HeaderRole) { return std::string(address); };
  for (const HeaderField& field : a.fields()) {
    AddressFieldForm form;
    std::string once = rewrite_address_field(field.value, field.name.size(), form, same);
    cracked_template(field.value, form.must_quote);
    split_addresses(once, ListStyle::old_style);
  }
  return 0;
}
