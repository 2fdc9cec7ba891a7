// The sources of AliasFile in order.
#include "sendmaild/alias/alias_database.h"

#include <fmt/format.h>

#include <mutex>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/alias/alias_source.h"

namespace sm::alias {
namespace {

constexpr size_t kLongestOwner = 200;  // a longer name has no owner-

class Sources final : public AliasDatabase {
 public:
  Sources(std::shared_ptr<const config::Config> config, std::shared_ptr<const maps::MapSet> maps,
          std::function<void(const std::string&)> say, const std::shared_ptr<const FileOpener>& files)
      : config_(std::move(config)), maps_(std::move(maps)), users_(config_->options.user_database_spec, files) {
    const auto& specs = config_->options.alias_file;
    for (size_t i = 0; i < specs.size(); ++i) {
      Part& part = parts_.emplace_back();
      if (std::optional<FileSource> file = file_source(specs[i]))
        part.file = std::make_unique<AliasSource>(*std::move(file), config_->options.alias_wait, say, files);
      else
        part.map = specs[i].map_name;
    }
  }

  AliasAnswer find(std::string_view name) const override {
    AliasAnswer worst;
    for (const Part& part : parts_) {
      AliasAnswer answer = ask(part, name);
      if (answer.kind == AliasAnswer::Kind::found) return answer;
      if (answer.kind == AliasAnswer::Kind::temporary_failure) worst = answer;
    }
    return worst;
  }

  std::optional<std::string> find_owner(std::string_view name) const override {
    std::string owner = name.starts_with("owner-") ? std::string("owner-owner") : fmt::format("owner-{}", name);
    if (owner.size() > kLongestOwner) return std::nullopt;
    AliasAnswer answer = find(owner);
    if (answer.kind != AliasAnswer::Kind::found) return std::nullopt;
    std::string_view value = trim(answer.value);
    if (value.find_first_of(",:/|\"") != std::string_view::npos) return owner;
    return std::string(value);
  }

  const maps::UserDatabase* user_database() const override { return users_.is_configured() ? &users_ : nullptr; }

  std::vector<std::string> files() const override {
    std::vector<std::string> all = users_.files();
    for (const Part& part : parts_) {
      if (!part.file) continue;
      for (std::string& file : part.file->files()) all.push_back(std::move(file));
    }
    return all;
  }

 private:
  struct Part {
    std::unique_ptr<AliasSource> file;
    std::string map;
  };

  AliasAnswer ask(const Part& part, std::string_view name) const {
    if (part.file) {
      std::lock_guard<std::mutex> lock(mutex_);
      return part.file->find(name);
    }
    if (!maps_ || part.map.empty()) return {};
    maps::MapContext context;
    context.config = config_.get();
    maps::MapQuestion question;
    question.key = name;
    maps::MapAnswer answer = maps_->lookup(part.map, question, context);
    switch (answer.kind) {
      case maps::MapAnswer::Kind::found: return AliasAnswer{AliasAnswer::Kind::found, answer.value, {}};
      case maps::MapAnswer::Kind::absent: return {};
      case maps::MapAnswer::Kind::temporary_failure: break;
    }
    return AliasAnswer{AliasAnswer::Kind::temporary_failure, {}, "alias database unavailable"};
  }

  std::shared_ptr<const config::Config> config_;
  std::shared_ptr<const maps::MapSet> maps_;
  maps::UserDatabase users_;
  std::vector<Part> parts_;
  mutable std::mutex mutex_;
};

}  // namespace

std::unique_ptr<AliasDatabase> AliasDatabase::create(std::shared_ptr<const config::Config> config,
                                                     std::shared_ptr<const maps::MapSet> maps,
                                                     std::function<void(const std::string&)> say,
                                                     std::shared_ptr<const FileOpener> files) {
  return std::make_unique<Sources>(std::move(config), std::move(maps), std::move(say), files);
}

}  // namespace sm::alias
