// newaliases: read the text, complain, write the database beside the old one, put it in place.
#include "sendmaild/alias/rebuild.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "lib/base/ascii.h"
#include "lib/base/file_lock.h"
#include "lib/base/posix.h"
#include "lib/base/safe_open.h"
#include "lib/base/text.h"
#include "lib/mapfile/map_file_writer.h"
#include "sendmaild/alias/address_list.h"
#include "sendmaild/alias/alias_source.h"
#include "sendmaild/alias/alias_text.h"

namespace sm::alias {
namespace {

using config::Blame;

constexpr size_t kLargestText = 256 << 20;
constexpr size_t kShownName = 40;

std::string with_nul(std::string_view text) { return std::string(text) + '\0'; }

class Rebuild {
 public:
  Rebuild(const config::Config& config, const rules::RuleEngine& engine, const std::string& user,
          const RebuildReport& report, FileSource source)
      : config_(config), engine_(engine), user_(user), report_(report), source_(std::move(source)), macros_(config.macros) {}

  // True without complaints that count as errors.
  bool run() {
    Result<SafeFile> opened = open_text();
    if (!opened) {
      report_.print(fmt::format("newaliases: cannot open {}: {}", source_.file, opened.error().text));
      return true;
    }
    Result<bool> locked = try_lock_file(opened->fd.get(), LockKind::exclusive);
    if (locked && !*locked) {
      report_.print(fmt::format("Alias file {} is locked (maybe being rebuilt)", source_.file));
      return true;
    }
    Result<std::string> text = read_all(opened->fd.get(), kLargestText);
    if (!text) return fail(text.error().text);
    mapfile::WriteOptions options;
    options.type = source_.type == mapfile::FileType::implicit ? mapfile::FileType::hash : source_.type;
    if (::geteuid() == 0) options.owner = config_.options.trusted_user.uid;
    std::string path = mapfile::file_path(options.type, source_.file);
    auto writer = mapfile::MapFileWriter::open(path, options);
    if (!writer) return fail(fmt::format("Cannot create database for alias file {}: {}", path, writer.error().text));
    return write(**writer, *text);
  }

 private:
  Result<SafeFile> open_text() const {
    const config::BlameFlags& blame = config_.options.dont_blame_sendmail;
    SafeRules rules{SafeRule::regular_only, SafeRule::no_folder_check};
    rules.set(SafeRule::no_group_writable, !blame.has(Blame::group_writable_alias_file));
    rules.set(SafeRule::no_world_writable, !blame.has(Blame::world_writable_alias_file));
    rules.set(SafeRule::no_link_in_unsafe_folder, !blame.has(Blame::linked_alias_file_in_writable_dir));
    rules.set(SafeRule::root_may);
    FileUser reader;
    reader.uid = ::geteuid();
    reader.gid = ::getegid();
    reader.trusted_uid = config_.options.trusted_user.uid;
    return safe_open(source_.file, O_RDONLY, 0, reader, rules);
  }

  bool fail(const std::string& text) {
    report_.print(text);
    report_.log("SYSERR(root): " + text);
    return false;
  }

  bool write(mapfile::MapFileWriter& writer, const std::string& text) {
    AliasText lines(text);
    while (std::optional<AliasLine> line = lines.next()) {
      line_ = line->line;
      if (!add(writer, *line)) return false;
    }
    line_ = 0;
    if (!store(writer, "@", "@") || !commit(writer)) return false;
    report_.log(fmt::format("alias database {} rebuilt by {}", source_.file, user_));
    std::string summary = fmt::format("{}: {} aliases, longest {} bytes, {} bytes total", source_.file, count_, longest_,
                                      total_);
    report_.print(summary);
    report_.log(summary);
    return good_;
  }

  bool commit(mapfile::MapFileWriter& writer) {
    Result<void> done = writer.commit();
    return done ? true : fail(fmt::format("{}: {}", source_.file, done.error().text));
  }

  bool store(mapfile::MapFileWriter& writer, std::string_view key, std::string_view value) {
    auto stored = writer.put(with_nul(key), with_nul(value), mapfile::Duplicates::replace);
    return stored ? true : fail(fmt::format("{}: {}", source_.file, stored.error().text));
  }

  // Complaints with file and line. Those that are errors change the exit status and are logged as such.
  void complain(const std::string& text) {
    std::string whole = fmt::format("{}: line {}: {}", source_.file, line_, text);
    report_.print(whole);
    report_.log("SYSERR(root): " + whole);
    good_ = false;
  }
  void mention(const std::string& text) { report_.print(fmt::format("{}: line {}: {}", source_.file, line_, text)); }

  // The name a line defines, without its domain; nothing after a complaint.
  std::optional<std::string> key_of(const AliasLine& line) {
    rules::RewriteContext context;
    context.macros = &macros_;
    rules::ResolvedAddress resolved = engine_.resolve(line.name, rules::AddressRole::envelope_recipient, context);
    if (resolved.kind == rules::ResolvedAddress::Kind::error && !resolved.parsed) {
      complain(fmt::format("{}... illegal alias name", line.name.substr(0, kShownName)));
      return std::nullopt;
    }
    if (resolved.mailer == nullptr || !resolved.mailer->flags.has('A')) {
      complain(fmt::format("{}... cannot alias non-local names", line.name));
      return std::nullopt;
    }
    std::string key = resolved.user;
    if (!source_.keep_case || ascii::equal_ignoring_case(key, "postmaster")) key = ascii::lower(key);
    return key;
  }

  void check_members(const std::string& value) {
    rules::RewriteContext context;
    context.macros = &macros_;
    for (const std::string& member : split_address_list(value)) {
      rules::ResolvedAddress resolved = engine_.resolve(member, rules::AddressRole::envelope_recipient, context);
      if (resolved.kind == rules::ResolvedAddress::Kind::error && !resolved.parsed)
        mention(fmt::format("{}... {}... bad address", member, member));
    }
  }

  // False when the database cannot be written any more.
  bool add(mapfile::MapFileWriter& writer, const AliasLine& line) {
    switch (line.kind) {
      case AliasLine::Kind::leading_space: complain("Non-continuation line starts with space"); return true;
      case AliasLine::Kind::missing_colon: complain("missing colon"); return true;
      case AliasLine::Kind::unbalanced: mention(fmt::format("{}... Unbalanced '{}'", line.whole, line.value)); return true;
      case AliasLine::Kind::empty_name:
        complain(fmt::format("{}... illegal alias name", line.whole.substr(0, kShownName)));
        return true;
      case AliasLine::Kind::missing_value:
        complain(fmt::format("{}... missing value for alias", line.whole.substr(0, kShownName)));
        return true;
      case AliasLine::Kind::entry: break;
    }
    std::optional<std::string> key = key_of(line);
    if (!key) return true;
    std::string value = line.value;
    if (config_.options.check_aliases) check_members(value);
    auto known = writer.get(with_nul(*key));
    if (known && *known) {
      if (source_.append)
        value += "," + (**known).substr(0, (**known).find('\0'));
      else
        mention(fmt::format("{}... Warning: duplicate alias name {}", *key, *key));
    }
    ++count_;
    total_ += key->size() + line.value.size();
    longest_ = std::max(longest_, line.value.size());
    return store(writer, *key, value);
  }

  const config::Config& config_;
  const rules::RuleEngine& engine_;
  const std::string& user_;
  const RebuildReport& report_;
  FileSource source_;
  macros::MacroScope macros_;
  int line_ = 0;
  bool good_ = true;
  size_t count_ = 0;
  size_t longest_ = 0;
  size_t total_ = 0;
};

}  // namespace

ExitStatus rebuild_aliases(const config::Config& config, const rules::RuleEngine& engine, const std::string& user,
                           const RebuildReport& report) {
  bool good = true;
  for (const config::AliasFileSpec& spec : config.options.alias_file) {
    std::optional<FileSource> source = file_source(spec);
    if (!source || source->file.empty()) continue;
    good = Rebuild(config, engine, user, report, *std::move(source)).run() && good;
  }
  return good ? ExitStatus::ok : ExitStatus::software;
}

}  // namespace sm::alias
