// Read, add, write: the whole struct each time.
#include "lib/statistics/statistics_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sm::statistics {
namespace {

// Until the object goes.
class Lock {
 public:
  explicit Lock(int fd) : fd_(fd) { set(F_WRLCK); }
  ~Lock() { set(F_UNLCK); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  void set(short type) const {
    struct flock whole {};
    whole.l_type = type;
    whole.l_whence = SEEK_SET;
    // A file system without locks counts less exactly.
    while (fcntl(fd_, F_SETLKW, &whole) != 0 && errno == EINTR) continue;
  }
  int fd_;
};

void add_all(ByMailer& target, const ByMailer& more) {
  for (size_t i = 0; i < kMailers; ++i) target[i] += more[i];
}

}  // namespace

void Counters::add(const Counters& more) {
  connections_in += more.connections_in;
  connections_out += more.connections_out;
  rejections += more.rejections;
  add_all(messages_from, more.messages_from);
  add_all(kilobytes_from, more.kilobytes_from);
  add_all(messages_to, more.messages_to);
  add_all(kilobytes_to, more.kilobytes_to);
  add_all(rejected, more.rejected);
  add_all(discarded, more.discarded);
  add_all(quarantined, more.quarantined);
}

int64_t kilobytes(int64_t bytes) { return (bytes + 999) / 1000; }

Result<Reading> read_contents(int fd) {
  Reading reading;
  ssize_t got;
  do {
    got = pread(fd, &reading.contents, sizeof reading.contents, 0);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Error{std::strerror(errno), ExitStatus::no_input};
  if (got == 0) {
    reading.contents = Contents();
    reading.trouble = Trouble::empty;
  } else if (static_cast<size_t>(got) < 2 * sizeof(int32_t) || reading.contents.magic != kMagic) {
    reading.trouble = Trouble::wrong_magic;
  } else if (reading.contents.version != kVersion) {
    reading.trouble = Trouble::wrong_version;
  } else if (got != sizeof reading.contents || reading.contents.size != sizeof reading.contents) {
    reading.trouble = Trouble::wrong_size;
  }
  return reading;
}

Result<void> add_to_file(int fd, const Counters& more, int64_t now) {
  Lock lock(fd);
  auto reading = read_contents(fd);
  if (!reading) return std::move(reading).error();
  Contents contents = reading->contents;
  if (reading->trouble != Trouble::none) {
    contents = Contents();
    contents.started = now;
    contents.size = sizeof contents;
  }
  contents.counters.add(more);
  ssize_t put;
  do {
    put = pwrite(fd, &contents, sizeof contents, 0);
  } while (put < 0 && errno == EINTR);
  if (put != sizeof contents) return Error{std::strerror(put < 0 ? errno : EIO), ExitStatus::io_error};
  return {};
}

}  // namespace sm::statistics
