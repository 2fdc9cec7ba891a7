// The wire form of helper records: a fixed header, then length-prefixed words.
// Security: decode() reads bytes of a less trusted process; no length is believed before it was compared with what is there.
#include "sendmaild/process/helper_record.h"

#include <cstring>

namespace sm::process {
namespace {

constexpr uint32_t kMagic = 0x534d4831;  // "SMH1"

struct Header {
  uint32_t magic, kind, number, uid, gid, for_appending, mode, argv_count, directory_count;
  uint32_t folder, file_kind, target_folder, target_kind;
};

void append_word(std::string& out, std::string_view word) {
  auto size = static_cast<uint32_t>(word.size());
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out.append(word);
}

bool take_word(std::string_view& in, std::string& word) {
  uint32_t size = 0;
  if (in.size() < sizeof size) return false;
  std::memcpy(&size, in.data(), sizeof size);
  in.remove_prefix(sizeof size);
  if (size > in.size() || size > kHelperWordLimit) return false;
  word.assign(in.substr(0, size));
  in.remove_prefix(size);
  // A word becomes a C string in exec or open.
  return word.find('\0') == std::string::npos;
}

bool take_words(std::string_view& in, uint32_t count, std::vector<std::string>& words) {
  if (count > kHelperWordsLimit) return false;
  for (uint32_t i = 0; i < count; ++i) {
    std::string word;
    if (!take_word(in, word)) return false;
    words.push_back(std::move(word));
  }
  return true;
}

bool take_file(uint32_t folder, uint32_t kind, std::string_view& in, queue::QueueFile& file) {
  constexpr uint32_t kLargestLetter = 0x7f;
  if (kind > kLargestLetter || !queue::is_file_kind(static_cast<char>(kind))) return false;
  file.folder = folder;
  file.kind = static_cast<queue::FileKind>(kind);
  return take_word(in, file.id);
}

// Nothing but what the kind of the record needs, and that in its grammar.
bool is_consistent(const HelperRecord& record) {
  using Kind = HelperRecord::Kind;
  bool has_ids = !record.file.id.empty() || !record.target.id.empty();
  bool has_words = !record.argv.empty() || !record.directories.empty() || !record.path.empty() || !record.user.empty();
  switch (record.kind) {
    case Kind::run_mailer: return !has_ids && record.path.empty() && !record.argv.empty();
    case Kind::open_file: return !has_ids && !record.path.empty() && record.argv.empty() && record.directories.empty();
    case Kind::open_configured:
    case Kind::list: return !has_ids && !has_words;
    case Kind::link: return record.file.is_well_formed() && record.target.is_well_formed() && !has_words;
    case Kind::create:
    case Kind::open:
    case Kind::take:
    case Kind::look:
    case Kind::rename:
    case Kind::remove: return record.file.is_well_formed() && record.target.id.empty() && !has_words;
  }
  return false;
}

}  // namespace

std::string encode(const HelperRecord& record) {
  Header header{};
  header.magic = kMagic;
  header.kind = static_cast<uint32_t>(record.kind);
  header.number = record.number;
  header.uid = record.uid;
  header.gid = record.gid;
  header.for_appending = record.for_appending;
  header.mode = record.mode;
  header.argv_count = static_cast<uint32_t>(record.argv.size());
  header.directory_count = static_cast<uint32_t>(record.directories.size());
  header.folder = record.file.folder;
  header.file_kind = static_cast<uint32_t>(record.file.kind);
  header.target_folder = record.target.folder;
  header.target_kind = static_cast<uint32_t>(record.target.kind);
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  for (const std::string* word : {&record.file.id, &record.target.id, &record.user, &record.path}) append_word(out, *word);
  for (const std::string& word : record.argv) append_word(out, word);
  for (const std::string& word : record.directories) append_word(out, word);
  if (!decode(out)) return {};
  return out;
}

std::optional<HelperRecord> decode(std::string_view bytes) {
  Header header{};
  if (bytes.size() < sizeof header || bytes.size() > kHelperRecordLimit) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes.remove_prefix(sizeof header);
  if (header.magic != kMagic) return std::nullopt;
  HelperRecord record;
  record.kind = static_cast<HelperRecord::Kind>(header.kind);
  record.number = header.number;
  record.uid = header.uid;
  record.gid = header.gid;
  record.for_appending = header.for_appending;
  record.mode = header.mode & 0777;
  if (!take_file(header.folder, header.file_kind, bytes, record.file)) return std::nullopt;
  if (!take_file(header.target_folder, header.target_kind, bytes, record.target)) return std::nullopt;
  if (!take_word(bytes, record.user) || !take_word(bytes, record.path)) return std::nullopt;
  if (!take_words(bytes, header.argv_count, record.argv)) return std::nullopt;
  if (!take_words(bytes, header.directory_count, record.directories)) return std::nullopt;
  if (!bytes.empty() || !is_consistent(record)) return std::nullopt;
  return record;
}

}  // namespace sm::process
