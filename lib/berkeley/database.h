// Database: one Berkeley DB file, hash or btree, as sendmail's maps use them. The only folder that includes <db.h>.
// Keys and values are bytes; whether a closing NUL belongs to them is the caller's convention.
// Not thread-safe: a handle belongs to one thread at a time. Readers and writers of other processes are kept apart
// with flock on fd(), which is the lock sendmail and makemap take.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

struct __db;
struct __dbc;

namespace sm::berkeley {

enum class Method { hash, btree };

enum class Access {
  read,    // an existing database, read only
  create,  // an empty database; an existing file is emptied
  modify,  // an existing database, or a new one where the file is empty or absent
};

struct OpenOptions {
  size_t cache_bytes = 0;       // 0: the library's default
  bool duplicates = false;      // several values for a key (kept in the file's header)
  size_t expected_entries = 0;  // hash: sizes the table in advance; 0 when unknown
};

enum class Existing { keep, replace };
enum class Stored { yes, already_there };

class Database {
 public:
  // The error's text is the library's or the system's reason alone ("No such file or directory"); its status is
  // no_input where the file does not exist, cannot_create otherwise.
  static Result<Database> open(const std::string& path, Method method, Access access, const OpenOptions& options = {});

  Database(Database&&) noexcept = default;
  Database& operator=(Database&&) noexcept = default;
  ~Database();

  // The first value of the key.
  Result<std::optional<std::string>> get(std::string_view key) const;
  // All values of the key, in the order of the file.
  Result<std::vector<std::string>> get_all(std::string_view key) const;
  // Where the file allows duplicates, `replace` adds a value.
  Result<Stored> put(std::string_view key, std::string_view value, Existing existing);
  // False when there was no such key. Removes all values of it.
  Result<bool> erase(std::string_view key);
  // Calls visit(key, value) for every entry in the file's own order until it answers false.
  Result<void> for_each(const std::function<bool(std::string_view key, std::string_view value)>& visit) const;
  // The descriptor under the handle, for fstat and flock; the handle keeps owning it.
  int fd() const;
  // Flushes and closes; the destructor closes too but cannot tell of a failure.
  Result<void> close();

 private:
  struct Closer {
    void operator()(__db* handle) const;
  };
  explicit Database(std::unique_ptr<__db, Closer> handle) : handle_(std::move(handle)) {}

  struct CursorCloser {
    void operator()(__dbc* cursor) const;
  };
  Result<std::unique_ptr<__dbc, CursorCloser>> open_cursor() const;

  std::unique_ptr<__db, Closer> handle_;
};

}  // namespace sm::berkeley
