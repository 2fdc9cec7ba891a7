// The wire form of helper records: a fixed header, then length-prefixed words.
// Security: decode() reads bytes of a less trusted process; no length is believed before it was compared with what is there.
#include "sendmaild/process/helper_record.h"

#include <cstring>

namespace sm::process {
namespace {

constexpr uint32_t kMagic = 0x534d4831;  // "SMH1"

struct Header {
  uint32_t magic, kind, mailer, uid, gid, for_appending, mode, argv_count, directory_count;
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

}  // namespace

std::string encode(const HelperRecord& record) {
  Header header{kMagic,       static_cast<uint32_t>(record.kind),
                record.mailer, record.uid,
                record.gid,    record.for_appending,
                record.mode,   static_cast<uint32_t>(record.argv.size()),
                static_cast<uint32_t>(record.directories.size())};
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  append_word(out, record.user);
  append_word(out, record.path);
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
  if (header.kind == static_cast<uint32_t>(HelperRecord::Kind::run_mailer)) {
    record.kind = HelperRecord::Kind::run_mailer;
  } else if (header.kind == static_cast<uint32_t>(HelperRecord::Kind::open_file)) {
    record.kind = HelperRecord::Kind::open_file;
  } else {
    return std::nullopt;
  }
  record.mailer = header.mailer;
  record.uid = header.uid;
  record.gid = header.gid;
  record.for_appending = header.for_appending;
  record.mode = header.mode & 0777;
  if (!take_word(bytes, record.user) || !take_word(bytes, record.path)) return std::nullopt;
  if (!take_words(bytes, header.argv_count, record.argv)) return std::nullopt;
  if (!take_words(bytes, header.directory_count, record.directories)) return std::nullopt;
  if (!bytes.empty()) return std::nullopt;
  return record;
}

}  // namespace sm::process
