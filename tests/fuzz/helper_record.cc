// Fuzz target: records that the helper reads from less trusted processes. What is accepted is within its grammar, and
// written again it is the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sendmaild/process/helper_record.h"
#include "sendmaild/process/helper_rights.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sm::process;
  auto record = decode(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!record) return 0;
  for (const std::string* id : {&record->file.id, &record->target.id}) {
    if (!id->empty() && !sm::queue::is_queue_id(*id)) abort();
  }
  for (const std::string* word : {&record->user, &record->path}) {
    if (word->find('\0') != std::string::npos || word->size() > kHelperWordLimit) abort();
  }
  if (record->is_about_queue() && record->kind != HelperRecord::Kind::list && !record->file.is_well_formed()) abort();
  if (record->mode > 0777 || encode(*record).empty()) abort();
  constexpr pid_t kCaller = 9037;
  bool own = sm::queue::is_queue_id_of(record->file.id, kCaller);
  if (is_allowed(*record, HelperRights::receiving, kCaller) && !own &&
      record->kind != HelperRecord::Kind::open_configured) {
    abort();
  }
  return 0;
}
