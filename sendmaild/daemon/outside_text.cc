// See the header. Invariant: the result holds no byte that macro expansion would act on.
// A percent or dollar sign stays: encoded text has no special printable characters.
#include "sendmaild/daemon/outside_text.h"

#include "lib/address/meta.h"
#include "lib/base/ascii.h"

namespace sm::daemon {

std::string outside_text(std::string_view text) {
  std::string safe(text);
  for (char& c : safe) {
    if (address::meta::is_meta(c)) {
      c = '?';
    } else if (ascii::is_control(c)) {
      c = ' ';
    }
  }
  return safe;
}

}  // namespace sm::daemon
