// The hook is set once, before any message is handled.
#include "sendmaild/queue/fault_point.h"

#include <atomic>

namespace sm::queue {

namespace {
std::atomic<FaultHook> installed_hook{nullptr};
}

void set_fault_hook(FaultHook hook) { installed_hook.store(hook); }

int fault_point(const char* point) {
  FaultHook hook = installed_hook.load(std::memory_order_relaxed);
  return hook == nullptr ? 0 : hook(point);
}

}  // namespace sm::queue
