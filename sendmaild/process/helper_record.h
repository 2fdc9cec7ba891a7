// What the helper reads from the receiver and the sender: one datagram with a fixed header and a bounded body of words
// (docs/helper_protocol.md).
// Security: parsed by a process that is root. Every length is checked, and nothing in a record names a program or a file
// of the configuration or the queue by its path: they go by numbers in the helper's own tables, and queue files by the
// grammar of their names.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/queue/files/queue_file.h"

namespace sm::process {

struct HelperRecord {
  enum class Kind : uint32_t {
    run_mailer = 1,
    open_file = 2,        // with a user's rights
    open_configured = 3,  // a file that the configuration names, for reading; a socket, connected
    create = 4,           // from here on: files of the queue, as QueueFiles (queue/files/queue_files.h) has them
    open = 5,
    take = 6,
    look = 7,
    list = 8,
    rename = 9,
    remove = 10,
    link = 11,
  };
  Kind kind = Kind::run_mailer;
  uint32_t number = 0;       // run_mailer, open_configured: index of the helper's table
  uid_t uid = 0;
  gid_t gid = 0;
  uint32_t for_appending = 0;  // open_file
  uint32_t mode = 0;           // open_file, create: of a new file
  std::string user;            // for supplementary groups, may be empty
  std::string path;            // open_file
  std::vector<std::string> argv;         // run_mailer
  std::vector<std::string> directories;  // run_mailer
  queue::QueueFile file;       // files of the queue; list: only its folder
  queue::QueueFile target;     // rename: only its kind; link

  bool is_about_queue() const { return kind >= Kind::create; }
};

// Upper bounds of what is accepted; encode() refuses (empty result) what decode() would.
inline constexpr size_t kHelperRecordLimit = 128 * 1024;
inline constexpr size_t kHelperWordLimit = 64 * 1024;
inline constexpr size_t kHelperWordsLimit = 1024;

std::string encode(const HelperRecord& record);
std::optional<HelperRecord> decode(std::string_view bytes);

}  // namespace sm::process
