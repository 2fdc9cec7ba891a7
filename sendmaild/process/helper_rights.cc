// See the header. Security: a receiver that has been taken over can spoil what it accepts itself, which it could anyway; it
// cannot read or remove another message, and cannot run a program.
#include "sendmaild/process/helper_rights.h"

namespace sm::process {

namespace {

// The steps of commit and of taking them back (queue/commit.h), at messages of the process itself.
bool is_receiving(const HelperRecord& record, pid_t caller) {
  using Kind = HelperRecord::Kind;
  using queue::FileKind;
  if (record.kind == Kind::open_configured) return true;
  if (!record.is_about_queue() || !queue::is_queue_id_of(record.file.id, caller)) return false;
  switch (record.kind) {
    case Kind::create: return record.file.kind == FileKind::data || record.file.kind == FileKind::temporary;
    case Kind::rename:
      return record.file.kind == FileKind::temporary &&
             (record.target.kind == FileKind::ready || record.target.kind == FileKind::quarantined);
    case Kind::remove: return record.file.kind != FileKind::lost;
    default: return false;
  }
}

}  // namespace

bool is_allowed(const HelperRecord& record, HelperRights rights, pid_t caller) {
  return rights == HelperRights::delivering || is_receiving(record, caller);
}

bool is_forward_of_root(const HelperRecord& record, const std::string& home) {
  if (record.for_appending != 0 || home.empty()) return false;
  std::string_view name = record.path;
  std::string folder = home.ends_with('/') ? home : home + '/';
  if (!name.starts_with(folder)) return false;
  name.remove_prefix(folder.size());
  return name.starts_with(".forward") && name.find('/') == std::string_view::npos;
}

}  // namespace sm::process
