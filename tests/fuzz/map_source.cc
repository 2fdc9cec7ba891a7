// Fuzz target: the text of maps, with the rules that the first byte chooses.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "lib/base/posix.h"
#include "lib/mapsource/map_source.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  sm::mapsource::SourceRules rules;
  if ((data[0] & 1U) != 0) rules.separator = ':';
  rules.empty_values = (data[0] & 2U) != 0;
  sm::UniqueFd fd(::memfd_create("source", MFD_CLOEXEC));
  if (!sm::write_all(fd.get(), {reinterpret_cast<const char*>(data + 1), size - 1})) return 0;
  ::lseek(fd.get(), 0, SEEK_SET);
  sm::mapsource::MapSource source(fd.get(), rules);
  sm::mapsource::SourceLine line;
  while (*source.next(line)) {
    if (line.problem == sm::mapsource::LineProblem::none && line.value.empty() && !rules.empty_values) abort();
    if (line.key.size() > sm::mapsource::kMaxLine) abort();
  }
  return 0;
}
