// The named limits of the m4 engine. Each ends a run that could not end well otherwise: endless recursion, an argument
// that no memory holds, a regular expression that would search for hours.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sm::m4cf {

// Macro calls whose arguments are being collected at once, when --nesting-limit says nothing.
inline constexpr size_t kMaxNesting = 1'000'000;
// Expansions that wait on the input stack behind the one being read.
inline constexpr size_t kMaxPendingSources = 8'000'000;
// Finished expansions that are kept for backtraces (--explain).
inline constexpr size_t kKeptSources = 2000;
// Bytes read from a file at a time.
inline constexpr size_t kReadChunk = 64 * 1024;
// Bytes of ordinary output collected before they are written.
inline constexpr size_t kOutputChunk = 64 * 1024;
// Bytes all diversions may hold in memory together; beyond it they move to temporary files.
inline constexpr size_t kDiversionMemory = 512 * 1024;
// Steps of the regular expression matcher on one subject.
inline constexpr uint32_t kRegexSteps = 50'000'000;
// Compiled regular expressions that are remembered.
inline constexpr size_t kRegexCache = 128;

}  // namespace sm::m4cf
