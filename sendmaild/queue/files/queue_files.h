// Access to the files of the queue: what a role may do there, whoever has the rights. Chosen once at the start: with this
// process's own rights, or through the helper (sendmaild/process/queue_client.h) while the queue stays root's.
// Functions that give an int give 0 or an errno. Thread-safe.
#pragma once

#include <sys/types.h>

#include <memory>

#include "lib/base/opened_file.h"
#include "sendmaild/queue/files/queue_file.h"
#include "sendmaild/queue/files/queue_folders.h"

namespace sm::queue {

class QueueFiles {
 public:
  virtual ~QueueFiles() = default;
  // A new file, for reading and writing, with exactly this mode; EEXIST where there is one. A temporary control file comes
  // locked: it is the lock of its message from the moment it takes the control file's name.
  virtual OpenedFile create(const QueueFile& file, mode_t mode) = 0;
  virtual OpenedFile open(const QueueFile& file) = 0;
  // For reading and writing, with the exclusive lock. EWOULDBLOCK: another process has it. ESTALE: between opening and
  // locking the name came to mean another file.
  virtual OpenedFile take(const QueueFile& file) = 0;
  // Good for fstat(2) alone; for who may not read the file.
  virtual OpenedFile look(const QueueFile& file) = 0;
  // The folder, for reading its entries, with a position of its own.
  virtual OpenedFile list(uint32_t folder) = 0;
  // The message's file of kind file.kind becomes its file of kind `to`, in the same folder.
  virtual int rename(const QueueFile& file, FileKind to) = 0;
  virtual int remove(const QueueFile& file) = 0;
  virtual int link(const QueueFile& file, const QueueFile& to) = 0;
  // Whose the files are that create() makes.
  virtual uid_t owner() const = 0;
};

// By this process itself.
std::shared_ptr<QueueFiles> direct_queue_files(std::shared_ptr<const QueueFolders> folders);

}  // namespace sm::queue
