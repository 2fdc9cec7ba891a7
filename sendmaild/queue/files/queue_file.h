// The name of one file of the queue: a folder by its number, a kind and a queue id. Everything that reaches a queue folder
// is named this way, so that no path can be asked for (docs/helper_protocol.md).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace sm::queue {

// Letters of file names; the file of a kind is "<letter>f<id>".
enum class FileKind : char {
  ready = 'q',        // control file of a message
  data = 'd',         // its body
  temporary = 't',    // control file being rewritten
  transcript = 'x',
  quarantined = 'h',  // control file of a held message
  lost = 'Q',         // control file that could not be understood
};
bool is_file_kind(char letter);

// True for what can be an id in a queue file's name.
bool is_queue_id(std::string_view text);
// What an id ends in that a process has made: its process id, at least six digits, behind the eight of time and counter.
std::string queue_id_tail(pid_t pid);
bool is_queue_id_of(std::string_view id, pid_t pid);

struct QueueFile {
  uint32_t folder = 0;  // of QueueFolders
  FileKind kind = FileKind::ready;
  std::string id;

  std::string name() const;
  bool is_well_formed() const { return is_file_kind(static_cast<char>(kind)) && is_queue_id(id); }
};

}  // namespace sm::queue
