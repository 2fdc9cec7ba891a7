// See the header. Handles are private to the process (no environment), so that files have no companions.
#include "lib/berkeley/database.h"

#include <db.h>
#include <fcntl.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace sm::berkeley {

namespace {

Error library_error(int code, ExitStatus status) {
  // Positive codes are errno values; negative ones are the library's own.
  return Error{code > 0 ? std::strerror(code) : ::db_strerror(code), status};
}

DBT as_dbt(std::string_view bytes) {
  DBT dbt{};
  dbt.data = const_cast<char*>(bytes.data());
  dbt.size = static_cast<u_int32_t>(bytes.size());
  return dbt;
}

std::string_view as_view(const DBT& dbt) { return {static_cast<const char*>(dbt.data), dbt.size}; }

// Quiet: the library would print its diagnosis on stderr, the caller reports with its own words.
void ignore_message(const DB_ENV*, const char*, const char*) {}

int set_sizes(DB* handle, Method method, const OpenOptions& options) {
  int code = 0;
  if (options.cache_bytes != 0) {
    constexpr size_t kGigabyte = size_t{1} << 30;
    code = handle->set_cachesize(handle, static_cast<u_int32_t>(options.cache_bytes / kGigabyte),
                                 static_cast<u_int32_t>(options.cache_bytes % kGigabyte), 1);
  }
  if (code == 0 && method == Method::hash && options.expected_entries != 0) {
    code = handle->set_h_nelem(handle, static_cast<u_int32_t>(std::min<size_t>(options.expected_entries, 1U << 30)));
  }
  if (code == 0 && options.duplicates) code = handle->set_flags(handle, DB_DUP);
  return code;
}

}  // namespace

void Database::Closer::operator()(__db* handle) const { handle->close(handle, 0); }

Database::~Database() = default;

Result<Database> Database::open(const std::string& path, Method method, Access access, const OpenOptions& options) {
  DB* raw = nullptr;
  if (int code = ::db_create(&raw, nullptr, 0); code != 0) return library_error(code, ExitStatus::cannot_create);
  std::unique_ptr<__db, Closer> handle(raw);
  raw->set_errcall(raw, ignore_message);
  if (int code = set_sizes(raw, method, options); code != 0) return library_error(code, ExitStatus::cannot_create);
  u_int32_t flags = access == Access::read     ? DB_RDONLY
                    : access == Access::create ? DB_CREATE | DB_TRUNCATE
                                               : DB_CREATE;
  int code = raw->open(raw, nullptr, path.c_str(), nullptr, method == Method::hash ? DB_HASH : DB_BTREE, flags, 0640);
  if (code != 0) {
    return library_error(code, code == ENOENT ? ExitStatus::no_input : ExitStatus::cannot_create);
  }
  if (int descriptor = -1; raw->fd(raw, &descriptor) == 0) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return Database(std::move(handle));
}

Result<std::optional<std::string>> Database::get(std::string_view key) const {
  DBT wanted = as_dbt(key);
  DBT found{};
  int code = handle_->get(handle_.get(), nullptr, &wanted, &found, 0);
  if (code == DB_NOTFOUND || code == DB_KEYEMPTY) return std::optional<std::string>();
  if (code != 0) return library_error(code, ExitStatus::io_error);
  return std::optional<std::string>(as_view(found));
}

void Database::CursorCloser::operator()(__dbc* cursor) const { cursor->close(cursor); }

Result<std::unique_ptr<__dbc, Database::CursorCloser>> Database::open_cursor() const {
  DBC* raw = nullptr;
  if (int code = handle_->cursor(handle_.get(), nullptr, &raw, 0); code != 0) {
    return library_error(code, ExitStatus::software);
  }
  return std::unique_ptr<__dbc, CursorCloser>(raw);
}

Result<std::vector<std::string>> Database::get_all(std::string_view key) const {
  auto cursor = open_cursor();
  if (!cursor) return cursor.error();
  std::vector<std::string> values;
  DBT wanted = as_dbt(key);
  DBT value{};
  int code = (*cursor)->get(cursor->get(), &wanted, &value, DB_SET);
  for (; code == 0; code = (*cursor)->get(cursor->get(), &wanted, &value, DB_NEXT_DUP)) values.emplace_back(as_view(value));
  if (code != DB_NOTFOUND) return library_error(code, ExitStatus::io_error);
  return values;
}

Result<Stored> Database::put(std::string_view key, std::string_view value, Existing existing) {
  DBT key_bytes = as_dbt(key);
  DBT value_bytes = as_dbt(value);
  u_int32_t flags = existing == Existing::keep ? DB_NOOVERWRITE : 0;
  int code = handle_->put(handle_.get(), nullptr, &key_bytes, &value_bytes, flags);
  if (code == DB_KEYEXIST) return Stored::already_there;
  if (code != 0) return library_error(code, ExitStatus::io_error);
  return Stored::yes;
}

Result<bool> Database::erase(std::string_view key) {
  DBT wanted = as_dbt(key);
  int code = handle_->del(handle_.get(), nullptr, &wanted, 0);
  if (code == DB_NOTFOUND) return false;
  if (code != 0) return library_error(code, ExitStatus::io_error);
  return true;
}

Result<void> Database::for_each(const std::function<bool(std::string_view, std::string_view)>& visit) const {
  auto cursor = open_cursor();
  if (!cursor) return cursor.error();
  for (;;) {
    DBT key{};
    DBT value{};
    int code = (*cursor)->get(cursor->get(), &key, &value, DB_NEXT);
    if (code == DB_NOTFOUND) return {};
    if (code != 0) return library_error(code, ExitStatus::io_error);
    if (!visit(as_view(key), as_view(value))) return {};
  }
}

int Database::fd() const {
  int descriptor = -1;
  if (handle_->fd(handle_.get(), &descriptor) != 0) return -1;
  return descriptor;
}

Result<void> Database::close() {
  DB* handle = handle_.release();
  if (handle == nullptr) return {};
  if (int code = handle->close(handle, 0); code != 0) return library_error(code, ExitStatus::io_error);
  return {};
}

}  // namespace sm::berkeley
