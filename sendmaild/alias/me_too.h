// MeToo: whether the sender of a message to a list gets a copy as a member of the list.
#pragma once

#include <vector>

#include "sendmaild/alias/expand.h"

namespace sm::alias {

// MeToo=False: takes the sender out of what lists expanded to, as long as somebody else gets the message. Who was named in
// the envelope, who comes with a backslash, and whose own alias or .forward leads elsewhere keeps the copy.
void leave_out_sender(std::vector<ExpandedRecipient>& recipients, const rules::ResolvedAddress& sender);

}  // namespace sm::alias
