// Opening, reopening and asking alias files.
#include "sendmaild/alias/alias_source.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/alias/alias_text.h"

namespace sm::alias {
namespace {

constexpr size_t kLargestText = 64 << 20;

// sendmail stores keys and values with a closing NUL; other writers do not.
std::string with_nul(std::string_view key) { return std::string(key) + '\0'; }

std::string without_nul(std::string value) {
  if (!value.empty() && value.back() == '\0') value.pop_back();
  return value;
}

std::optional<mapfile::FileType> type_of_class(std::string_view name) {
  if (name == "stab") return mapfile::FileType::implicit;
  return mapfile::find_file_type(name);
}

}  // namespace

std::optional<FileSource> file_source(const config::AliasFileSpec& spec) {
  std::optional<mapfile::FileType> type = type_of_class(spec.map_class);
  if (!type) return std::nullopt;
  FileSource out;
  out.type = *type;
  std::string_view rest = trim(spec.spec);
  while (rest.starts_with('-') && rest.size() > 1) {
    char flag = rest[1];
    if (flag == 'o') out.may_be_missing = true;
    if (flag == 'f') out.keep_case = true;
    if (flag == 'A') out.append = true;
    size_t end = rest.find_first_of(" \t");
    rest = end == std::string_view::npos ? std::string_view() : trim(rest.substr(end));
  }
  if (rest.size() >= 2 && rest.front() == '"' && rest.back() == '"') rest = rest.substr(1, rest.size() - 2);
  out.file = rest;
  return out;
}

bool AliasSource::Identity::operator==(const Identity& other) const {
  return device == other.device && inode == other.inode && modified.tv_sec == other.modified.tv_sec &&
         modified.tv_nsec == other.modified.tv_nsec;
}

AliasSource::Identity AliasSource::identity_of(const struct stat& facts) {
  return Identity{facts.st_dev, facts.st_ino, facts.st_mtim};
}

void AliasSource::wait_for_mark() {
  using namespace std::chrono_literals;
  auto end = std::chrono::steady_clock::now() + wait_;
  auto pause = 2s;
  while (std::chrono::steady_clock::now() < end) {
    Result<std::optional<std::string>> mark = database_->get(with_nul("@"));
    if (!mark || *mark) return;
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(pause, end - std::chrono::steady_clock::now()));
    pause = std::min(pause * 2, std::chrono::seconds(60));
  }
}

bool AliasSource::open_database(const std::string& path, const struct stat& facts) {
  if (database_ && identity_ == identity_of(facts)) return true;
  Result<std::unique_ptr<mapfile::MapFile>> opened =
      mapfile::open_map_file(mapfile::concrete_type(source_.type, source_.file), path, *files_);
  if (!opened) return false;
  database_ = *std::move(opened);
  have_text_ = false;
  text_.clear();
  identity_ = identity_of(facts);
  wait_for_mark();
  return true;
}

// Who has edited the text and forgotten newaliases finds it in the log, once for each edit.
void AliasSource::compare_with_text(const std::string& path, const struct stat& facts) {
  struct stat text {};
  if (!say_ || files_->look(source_.file, text) != 0 || text.st_mtim.tv_sec <= facts.st_mtim.tv_sec) return;
  if (std::exchange(told_about_, text.st_mtim.tv_sec) == text.st_mtim.tv_sec) return;
  say_(fmt::format("alias database {} out of date", path));
}

bool AliasSource::read_text(const struct stat& facts) {
  if (have_text_ && identity_ == identity_of(facts)) return true;
  Result<std::string> content = read_file(*files_, source_.file, kLargestText);
  if (!content) return false;
  database_.reset();
  text_.clear();
  AliasText lines(*content);
  while (std::optional<AliasLine> line = lines.next()) {
    if (line->kind != AliasLine::Kind::entry) continue;
    std::string key = source_.keep_case ? line->name : ascii::lower(line->name);
    text_[key] = line->value;
  }
  have_text_ = true;
  identity_ = identity_of(facts);
  return true;
}

// True when there is something to ask.
bool AliasSource::refresh() {
  std::string path = mapfile::file_path(source_.type, source_.file);
  struct stat facts {};
  if (files_->look(path, facts) == 0 && open_database(path, facts)) {
    compare_with_text(path, facts);
    return true;
  }
  if (source_.type == mapfile::FileType::implicit && files_->look(source_.file, facts) == 0) return read_text(facts);
  database_.reset();
  have_text_ = false;
  return false;
}

AliasAnswer AliasSource::find_in_database(const std::string& key) {
  mapfile::SharedLock lock(database_->fd());
  for (const std::string& stored : {with_nul(key), key}) {
    Result<std::optional<std::string>> value = database_->get(stored);
    if (!value) return AliasAnswer{AliasAnswer::Kind::temporary_failure, {}, "alias database unavailable"};
    if (*value) return AliasAnswer{AliasAnswer::Kind::found, without_nul(**value), {}};
  }
  return {};
}

std::vector<std::string> AliasSource::files() const {
  std::vector<std::string> paths = mapfile::possible_paths(source_.type, source_.file);
  paths.push_back(source_.file);
  return paths;
}

AliasAnswer AliasSource::find(std::string_view name) {
  if (!refresh()) {
    if (source_.may_be_missing || source_.type == mapfile::FileType::implicit) return {};
    return AliasAnswer{AliasAnswer::Kind::temporary_failure, {}, "alias database unavailable"};
  }
  std::string key = source_.keep_case ? std::string(name) : ascii::lower(name);
  if (database_) return find_in_database(key);
  auto found = text_.find(key);
  if (found == text_.end()) return {};
  return AliasAnswer{AliasAnswer::Kind::found, found->second, {}};
}

}  // namespace sm::alias
