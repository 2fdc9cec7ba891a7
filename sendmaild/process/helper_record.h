// What the helper reads from the sender: one datagram with a fixed header and a bounded body of words.
// Security: parsed by a process that is root. Every length is checked, and nothing in a record names a program: mailers
// go by their number in the helper's own table.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sm::process {

struct HelperRecord {
  enum class Kind : uint32_t { run_mailer = 1, open_file = 2 };
  Kind kind = Kind::run_mailer;
  uint32_t mailer = 0;       // run_mailer: index of the helper's table
  uid_t uid = 0;
  gid_t gid = 0;
  uint32_t for_appending = 0;  // open_file
  uint32_t mode = 0;           // open_file: of a new file
  std::string user;            // for supplementary groups, may be empty
  std::string path;            // open_file
  std::vector<std::string> argv;         // run_mailer
  std::vector<std::string> directories;  // run_mailer
};

// Upper bounds of what is accepted; encode() refuses (empty result) what decode() would.
inline constexpr size_t kHelperRecordLimit = 128 * 1024;
inline constexpr size_t kHelperWordLimit = 64 * 1024;
inline constexpr size_t kHelperWordsLimit = 1024;

std::string encode(const HelperRecord& record);
std::optional<HelperRecord> decode(std::string_view bytes);

}  // namespace sm::process
