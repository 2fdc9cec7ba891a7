// The queue's files through the helper, for roles that may not touch them themselves.
#pragma once

#include <memory>

#include "sendmaild/queue/files/queue_files.h"

namespace sm::process {

// `socket` leads to the helper (not owned); `owner` is whose the helper's files are.
std::shared_ptr<queue::QueueFiles> queue_files_at(int socket, uid_t owner);

}  // namespace sm::process
