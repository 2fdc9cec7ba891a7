// SM_CHECK(condition): an invariant of the program itself. Never reachable from input; a broken one aborts the process
// (the supervisor restarts the role), because going on could lose mail.
#pragma once

namespace sm {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace sm

#define SM_CHECK(condition) ((condition) ? void(0) : ::sm::check_failed(#condition, __FILE__, __LINE__))
