// See the header. Locks come with the descriptors, as they belong to the open file and not to a process.
#include "sendmaild/process/queue_client.h"

#include "sendmaild/process/helper_call.h"

namespace sm::process {

namespace {

using Kind = HelperRecord::Kind;

HelperRecord record_of(Kind kind, const queue::QueueFile& file) {
  HelperRecord record;
  record.kind = kind;
  record.file = file;
  return record;
}

class RemoteFiles final : public queue::QueueFiles {
 public:
  RemoteFiles(int socket, uid_t owner) : socket_(socket), owner_(owner) {}

  OpenedFile create(const queue::QueueFile& file, mode_t mode) override {
    HelperRecord record = record_of(Kind::create, file);
    record.mode = mode;
    return call_for_descriptor(socket_, record);
  }
  OpenedFile open(const queue::QueueFile& file) override { return call_for_descriptor(socket_, record_of(Kind::open, file)); }
  OpenedFile take(const queue::QueueFile& file) override { return call_for_descriptor(socket_, record_of(Kind::take, file)); }
  OpenedFile look(const queue::QueueFile& file) override { return call_for_descriptor(socket_, record_of(Kind::look, file)); }

  OpenedFile list(uint32_t folder) override {
    HelperRecord record;
    record.kind = Kind::list;
    record.file.folder = folder;
    return call_for_descriptor(socket_, record);
  }

  int rename(const queue::QueueFile& file, queue::FileKind to) override {
    HelperRecord record = record_of(Kind::rename, file);
    record.target.kind = to;
    return call_for_action(socket_, record);
  }

  int remove(const queue::QueueFile& file) override { return call_for_action(socket_, record_of(Kind::remove, file)); }

  int link(const queue::QueueFile& file, const queue::QueueFile& to) override {
    HelperRecord record = record_of(Kind::link, file);
    record.target = to;
    return call_for_action(socket_, record);
  }

  uid_t owner() const override { return owner_; }

 private:
  int socket_;
  uid_t owner_;
};

}  // namespace

std::shared_ptr<queue::QueueFiles> queue_files_at(int socket, uid_t owner) {
  return std::make_shared<RemoteFiles>(socket, owner);
}

}  // namespace sm::process
