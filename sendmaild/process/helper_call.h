// One question to the helper: a record, with descriptors for it, and a socket of its own for the answer. The helper may be
// started anew between question and answer: the answer's socket closes then, and the question counts as not asked.
#pragma once

#include <initializer_list>

#include "lib/base/opened_file.h"
#include "lib/base/result.h"
#include "lib/base/unique_fd.h"
#include "sendmaild/process/helper_record.h"

namespace sm::process {

// How much longer the helper is waited for than what it is asked to do may take.
inline constexpr int kHelperMarginSeconds = 5;
inline constexpr int kHelperPatienceSeconds = 60 + kHelperMarginSeconds;

// Our end of the answer's socket. Thread-safe.
Result<UniqueFd> send_record(int socket, const HelperRecord& record, std::initializer_list<int> descriptors = {});

// Asks for a descriptor. EAGAIN, EPIPE or ETIMEDOUT: the helper could not be asked.
OpenedFile call_for_descriptor(int socket, const HelperRecord& record, int patience_seconds = kHelperPatienceSeconds);
// Asks for something to be done: 0 or an errno.
int call_for_action(int socket, const HelperRecord& record);

}  // namespace sm::process
