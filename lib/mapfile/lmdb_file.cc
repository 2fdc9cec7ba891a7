// lmdb: one-file LMDB environments (no folder, no lock file), as Postfix's lmdb tables are. Writers make a new file each
// time, so readers need no reader table.
#include <lmdb.h>

#include <cerrno>
#include <cstring>

#include "lib/mapfile/backends.h"

namespace sm::mapfile {

namespace {

// Address space only; pages are taken from the file as it grows.
constexpr size_t kMapSize = size_t{16} << 30;

Error reason(int code) {
  return Error{code > 0 ? std::strerror(code) : ::mdb_strerror(code),
               code == ENOENT ? ExitStatus::no_input : ExitStatus::cannot_create};
}

MDB_val as_value(std::string_view bytes) { return MDB_val{bytes.size(), const_cast<char*>(bytes.data())}; }
std::string_view as_view(const MDB_val& value) { return {static_cast<const char*>(value.mv_data), value.mv_size}; }

struct EnvironmentCloser {
  void operator()(MDB_env* environment) const { ::mdb_env_close(environment); }
};
struct TransactionCloser {
  void operator()(MDB_txn* transaction) const { ::mdb_txn_abort(transaction); }
};
struct CursorCloser {
  void operator()(MDB_cursor* cursor) const { ::mdb_cursor_close(cursor); }
};

// One environment with one open transaction on its main table.
struct Session {
  std::unique_ptr<MDB_env, EnvironmentCloser> environment;
  std::unique_ptr<MDB_txn, TransactionCloser> transaction;
  MDB_dbi table = 0;
};

Result<Session> open_session(const std::string& path, unsigned environment_flags, unsigned table_flags) {
  MDB_env* raw = nullptr;
  if (int code = ::mdb_env_create(&raw); code != 0) return reason(code);
  Session session;
  session.environment.reset(raw);
  bool reading = (environment_flags & MDB_RDONLY) != 0;
  if (!reading) ::mdb_env_set_mapsize(raw, kMapSize);
  int code = ::mdb_env_open(raw, path.c_str(), environment_flags | MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS, 0640);
  if (code != 0) return reason(code);
  MDB_txn* transaction = nullptr;
  if (code = ::mdb_txn_begin(raw, nullptr, reading ? MDB_RDONLY : 0, &transaction); code != 0) return reason(code);
  session.transaction.reset(transaction);
  if (code = ::mdb_dbi_open(transaction, nullptr, table_flags, &session.table); code != 0) return reason(code);
  return session;
}

Result<std::optional<std::string>> get_from(Session& session, std::string_view key) {
  MDB_val wanted = as_value(key);
  MDB_val found{};
  int code = ::mdb_get(session.transaction.get(), session.table, &wanted, &found);
  // A key LMDB cannot hold (empty or too long) is not there.
  if (code == MDB_NOTFOUND || code == MDB_BAD_VALSIZE) return std::optional<std::string>();
  if (code != 0) return reason(code);
  return std::optional<std::string>(as_view(found));
}

class LmdbFile final : public MapFile {
 public:
  explicit LmdbFile(Session session) : session_(std::move(session)) {}
  Result<std::optional<std::string>> get(std::string_view key) override { return get_from(session_, key); }

  Result<std::vector<std::string>> get_all(std::string_view key) override {
    std::vector<std::string> values;
    auto cursor = open_cursor();
    if (!cursor) return cursor.error();
    MDB_val wanted = as_value(key);
    MDB_val value{};
    int code = ::mdb_cursor_get(cursor->get(), &wanted, &value, MDB_SET_KEY);
    for (; code == 0; code = ::mdb_cursor_get(cursor->get(), &wanted, &value, MDB_NEXT_DUP)) {
      values.emplace_back(as_view(value));
    }
    if (code != MDB_NOTFOUND && code != MDB_BAD_VALSIZE) return reason(code);
    return values;
  }

  Result<void> for_each(const Visitor& visit) override {
    auto cursor = open_cursor();
    if (!cursor) return cursor.error();
    MDB_val key{};
    MDB_val value{};
    int code = 0;
    while ((code = ::mdb_cursor_get(cursor->get(), &key, &value, MDB_NEXT)) == 0) {
      if (!visit(as_view(key), as_view(value))) return {};
    }
    if (code != MDB_NOTFOUND) return reason(code);
    return {};
  }

  int fd() const override {
    mdb_filehandle_t descriptor = -1;
    ::mdb_env_get_fd(session_.environment.get(), &descriptor);
    return descriptor;
  }

 private:
  Result<std::unique_ptr<MDB_cursor, CursorCloser>> open_cursor() {
    MDB_cursor* raw = nullptr;
    if (int code = ::mdb_cursor_open(session_.transaction.get(), session_.table, &raw); code != 0) return reason(code);
    return std::unique_ptr<MDB_cursor, CursorCloser>(raw);
  }

  Session session_;
};

class LmdbWriter final : public WriterBackend {
 public:
  explicit LmdbWriter(Session session) : session_(std::move(session)) {}

  Result<Stored> put(std::string_view key, std::string_view value, Duplicates duplicates) override {
    MDB_val key_bytes = as_value(key);
    MDB_val value_bytes = as_value(value);
    unsigned flags = duplicates == Duplicates::refuse ? MDB_NOOVERWRITE : 0;
    int code = ::mdb_put(session_.transaction.get(), session_.table, &key_bytes, &value_bytes, flags);
    if (code == MDB_KEYEXIST) return Stored::already_there;
    if (code != 0) return reason(code);
    return Stored::yes;
  }

  Result<bool> erase(std::string_view key) override {
    MDB_val key_bytes = as_value(key);
    int code = ::mdb_del(session_.transaction.get(), session_.table, &key_bytes, nullptr);
    if (code == MDB_NOTFOUND || code == MDB_BAD_VALSIZE) return false;
    if (code != 0) return reason(code);
    return true;
  }

  Result<std::optional<std::string>> get(std::string_view key) override { return get_from(session_, key); }

  Result<void> finish() override {
    // commit frees the transaction whether it succeeds or not
    if (int code = ::mdb_txn_commit(session_.transaction.release()); code != 0) return reason(code);
    session_.environment.reset();
    return {};
  }

 private:
  Session session_;
};

}  // namespace

Result<std::unique_ptr<MapFile>> open_lmdb_file(const std::string& path) {
  Result<Session> session = open_session(path, MDB_RDONLY, 0);
  if (!session) return std::move(session).error();
  return std::unique_ptr<MapFile>(std::make_unique<LmdbFile>(*std::move(session)));
}

Result<std::unique_ptr<WriterBackend>> write_lmdb_file(const std::string& path, const WriteOptions& options) {
  unsigned table_flags = MDB_CREATE | (options.allow_duplicates ? MDB_DUPSORT : 0U);
  // The file is synchronised once, before it is renamed.
  Result<Session> session = open_session(path, MDB_NOSYNC, table_flags);
  if (!session) return std::move(session).error();
  return std::unique_ptr<WriterBackend>(std::make_unique<LmdbWriter>(*std::move(session)));
}

}  // namespace sm::mapfile
