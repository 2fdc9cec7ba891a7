// Named points between the steps that touch the disk. Tests install a hook to kill the process there or to let the next
// system call fail; without one a point costs a load.
#pragma once

namespace sm::queue {

// Returns 0, or the errno with which the step named is to fail.
using FaultHook = int (*)(const char* point);
void set_fault_hook(FaultHook hook);
int fault_point(const char* point);

}  // namespace sm::queue
