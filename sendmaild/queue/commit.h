// The durable "250": a message that commit() has returned for survives a crash of the program and of the machine.
// MessageStore is the interface (DESIGN: classic files, or a journal); ClassicStore writes df, then qf, each with fsync, then
// the directory. docs/queue_format.md has the table of what a crash between any two steps leaves.
#pragma once

#include <memory>
#include <string_view>

#include "sendmaild/queue/queue_entry.h"
#include "sendmaild/queue/queue_id.h"

namespace sm::queue {

enum class Durability {
  durable,     // SuperSafe true: files and directory are on disk before commit() returns
  memory,      // SuperSafe interactive or no: no files until QueueEntry::save()
};

// One message that is arriving: the body goes in as it comes.
class IncomingMessage {
 public:
  // Without commit(): removes what was written.
  virtual ~IncomingMessage() = default;

  virtual const std::string& id() const = 0;
  // Appends to the body. Small bodies stay in memory (DataFileBufferSize). Error (temp_fail): "Out of disk space for temp
  // file" and the like; only the destructor may follow.
  virtual Result<void> write(std::string_view text) = 0;
  virtual int64_t body_size() const = 0;
  // The body so far, for content filters and for splitting; valid before commit().
  virtual Result<message::BodyFile> peek_body() = 0;
  // Another body in place of what was written (a filter replaced it).
  virtual Result<void> replace_body(std::string_view text) = 0;
  // The envelope gets this message's id. Error (temp_fail): no file of the message is left.
  virtual Result<QueueEntry> commit(message::Envelope envelope, Durability durability) = 0;
};

class MessageStore {
 public:
  virtual ~MessageStore() = default;
  // A new id for a session's next envelope, before its first byte of data.
  virtual std::string new_id() = 0;
  // Begins a message under an id of new_id(). `expected_bytes`: SIZE= or 0. Error (temp_fail): no space, no directory.
  virtual Result<std::unique_ptr<IncomingMessage>> begin(const std::string& id, std::string_view queue_group,
                                                         int64_t expected_bytes) = 0;
  // A message whose body exists already: splits, clones, reports. `body_of`: the entry whose data file it is, to be linked
  // (or copied across file systems); null: another body.
  virtual Result<QueueEntry> commit_with_body(const std::string& id, std::string_view queue_group,
                                              message::Envelope envelope, const message::BodyFile& body,
                                              const QueueEntry* body_of, Durability durability) = 0;
};

// Everything a store needs outlives it. Thread-safe: begin() and new_id() from any thread.
std::unique_ptr<MessageStore> make_classic_store(const config::Config& config, const QueuePaths& paths,
                                                 QueueIdSource& ids);

}  // namespace sm::queue
