// The classic store: every message is a df and a qf file from the start. A small body stays in memory until its message is
// committed, so that a refused message never touches the disk.
#include "sendmaild/queue/commit.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/log.h"
#include "sendmaild/queue/disk_steps.h"

namespace sm::queue {

namespace {

using BodyPlace = QueueEntry::BodyPlace;

struct StoreParts {
  const config::Config& config;
  const QueuePaths& paths;
};

Result<QueueEntry> finish(QueueEntry entry, Durability durability) {
  if (durability == Durability::memory) return entry;
  if (auto ok = entry.save(); !ok) {
    entry.remove();
    return std::move(ok).error();
  }
  return entry;
}

class ClassicMessage final : public IncomingMessage {
 public:
  ClassicMessage(StoreParts parts, QueueLocation where) : parts_(parts), where_(std::move(where)) {}

  ~ClassicMessage() override {
    if (file_.valid()) unlink_file("undo-data", parts_.paths, where_, FileKind::data);
  }

  const std::string& id() const override { return where_.id; }
  int64_t body_size() const override { return size_; }

  Result<void> write(std::string_view text) override {
    size_ += static_cast<int64_t>(text.size());
    if (file_.valid()) return write_file("data-write", file_.get(), data_path(), text);
    memory_.append(text);
    if (size_ <= parts_.config.options.data_file_buffer_size) return {};
    Result<UniqueFd> fd =
        create_file("data-create", parts_.paths, where_, FileKind::data, parts_.config.options.queue_file_mode);
    if (!fd) return std::move(fd).error();
    file_ = *std::move(fd);
    auto written = write_file("data-write", file_.get(), data_path(), memory_);
    memory_.clear();
    return written;
  }

  Result<message::BodyFile> peek_body() override {
    if (!file_.valid()) return message::BodyFile::from_text(memory_);
    UniqueFd copy(::fcntl(file_.get(), F_DUPFD_CLOEXEC, 0));
    if (!copy.valid()) return system_error("cannot read " + data_path(), errno, ExitStatus::temp_fail);
    return message::BodyFile::from_file(std::move(copy), 0, size_);
  }

  Result<void> replace_body(std::string_view text) override {
    size_ = 0;
    memory_.clear();
    if (file_.valid() && (::ftruncate(file_.get(), 0) != 0 || ::lseek(file_.get(), 0, SEEK_SET) != 0))
      return system_error("cannot rewrite " + data_path(), errno, ExitStatus::temp_fail);
    return write(text);
  }

  Result<QueueEntry> commit(message::Envelope envelope, Durability durability) override {
    bool on_disk = file_.valid();
    // From here on the entry removes the file if something fails.
    message::BodyFile body = on_disk ? message::BodyFile::from_file(std::move(file_), 0, size_)
                                     : message::BodyFile::from_text(std::move(memory_));
    QueueEntry entry(&parts_.paths, &parts_.config, where_, std::move(envelope), std::move(body));
    entry.set_body_place(on_disk ? BodyPlace::written : BodyPlace::memory);
    return finish(std::move(entry), durability);
  }

 private:
  std::string data_path() const { return parts_.paths.file(where_, FileKind::data); }

  StoreParts parts_;
  QueueLocation where_;
  std::string memory_;
  UniqueFd file_;
  int64_t size_ = 0;
};

class ClassicStore final : public MessageStore {
 public:
  ClassicStore(const config::Config& config, const QueuePaths& paths, QueueIdSource& ids)
      : parts_{config, paths}, ids_(ids) {}

  std::string new_id() override { return ids_.next(); }

  Result<std::unique_ptr<IncomingMessage>> begin(const std::string& id, std::string_view queue_group,
                                                 int64_t expected_bytes) override {
    Result<QueueLocation> where = place(id, queue_group, expected_bytes);
    if (!where) return std::move(where).error();
    return std::unique_ptr<IncomingMessage>(std::make_unique<ClassicMessage>(parts_, *std::move(where)));
  }

  Result<QueueEntry> commit_with_body(const std::string& id, std::string_view queue_group, message::Envelope envelope,
                                      const message::BodyFile& body, const QueueEntry* body_of,
                                      Durability durability) override {
    Result<QueueLocation> where = place(id, queue_group, body.size());
    if (!where) return std::move(where).error();
    QueueEntry entry(&parts_.paths, &parts_.config, *std::move(where), std::move(envelope), body);
    if (durability == Durability::durable && body_of != nullptr && body_of->on_disk()) {
      // The same file under the other message's name; where that cannot be, save() copies it.
      Result<bool> linked = link_data("data-link", parts_.paths, body_of->where(), entry.where());
      if (!linked) return std::move(linked).error();
      if (*linked) entry.set_body_place(BodyPlace::written);
    }
    return finish(std::move(entry), durability);
  }

 private:
  Result<QueueLocation> place(const std::string& id, std::string_view queue_group, int64_t bytes) {
    size_t group = parts_.paths.find_group(queue_group).value_or(0);
    Result<size_t> directory = parts_.paths.pick_directory(group, bytes, parts_.config.options.min_free_blocks);
    if (!directory) return std::move(directory).error();
    return QueueLocation{group, *directory, id};
  }

  StoreParts parts_;
  QueueIdSource& ids_;
};

}  // namespace

std::unique_ptr<MessageStore> make_classic_store(const config::Config& config, const QueuePaths& paths,
                                                 QueueIdSource& ids) {
  return std::make_unique<ClassicStore>(config, paths, ids);
}

}  // namespace sm::queue
