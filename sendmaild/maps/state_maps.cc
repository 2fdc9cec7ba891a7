// The classes that ask or change the state of the program itself: macro, class, syslog.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

// A macro or class name with or without its braces.
std::string_view bare_name(std::string_view name) {
  if (name.size() > 2 && name.front() == '{' && name.back() == '}') return name.substr(1, name.size() - 2);
  return name;
}

// Without braces the first character is the name.
std::string_view macro_name(std::string_view key) {
  return key.front() == '{' ? bare_name(key) : key.substr(0, 1);
}

// Macro values are encoded text: bytes from outside must not be read as metasymbols.
std::string quoted(std::string_view text) {
  std::string encoded;
  for (char c : text) {
    if (address::meta::is_meta(c) || c == address::meta::kQuote) encoded += address::meta::kQuote;
    encoded += c;
  }
  return encoded;
}

class MacroMap final : public OpenedMap {
 public:
  explicit MacroMap(MapFlags flags) : OpenedMap(std::move(flags)) {}

  // No argument: the macro becomes undefined. The answer is always the empty text.
  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "macro_map_lookup({}, {})", title().name, question.key);
    if (context.macros != nullptr && !question.key.empty()) {
      std::string_view name = macro_name(question.key);
      if (question.arguments.empty()) {
        context.macros->unset(name);
        // What an outer layer defines can only be hidden.
        if (context.macros->find(name) != nullptr) context.macros->set(name, {});
      } else {
        context.macros->set(name, quoted(question.arguments[0]));
      }
    }
    return found_as_is("", question, {});
  }
  bool may_block() const override { return false; }
};

class ClassMap final : public OpenedMap {
 public:
  ClassMap(MapFlags flags, const config::Config* config, std::string name)
      : OpenedMap(std::move(flags)), config_(config), name_(std::move(name)) {}

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    if (config_ == nullptr || !config_->classes.contains(name_, question.key)) return absent();
    return found_as_is(question.key, question, flags_);
  }
  bool may_block() const override { return false; }

 private:
  const config::Config* config_;
  std::string name_;
};

class SyslogMap final : public OpenedMap {
 public:
  SyslogMap(MapFlags flags, log::Priority priority) : OpenedMap(std::move(flags)), priority_(priority) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(20, "syslog_map_lookup({} (priority {}): {}", title().name, static_cast<int>(priority_), question.key);
    log::write(priority_, context.queue_id, substitute(question.key, question));
    return found_as_is("", question, {});
  }
  bool may_block() const override { return false; }

 private:
  log::Priority priority_;
};

std::optional<log::Priority> priority_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, log::Priority>, 8> kNames = {{
      {"EMERG", log::Priority::emergency},
      {"ALERT", log::Priority::alert},
      {"CRIT", log::Priority::critical},
      {"ERR", log::Priority::error},
      {"WARNING", log::Priority::warning},
      {"NOTICE", log::Priority::notice},
      {"INFO", log::Priority::info},
      {"DEBUG", log::Priority::debug},
  }};
  if (ascii::starts_with_ignoring_case(name, "LOG_")) name.remove_prefix(4);
  for (const auto& [known, priority] : kNames) {
    if (ascii::equal_ignoring_case(known, name)) return priority;
  }
  return std::nullopt;
}

}  // namespace

std::unique_ptr<OpenedMap> make_macro_map(MapMaker& maker) {
  MapFlags flags;
  flags.keep_quotes = true;
  auto take = [&](char letter, std::string_view) {
    if (letter == 'D') flags.not_when_deferred = true;
    return true;
  };
  walk_flags(maker.spec.arguments, "", take, [](char) {});
  return std::make_unique<MacroMap>(std::move(flags));
}

std::unique_ptr<OpenedMap> make_class_map(MapMaker& maker) {
  MapFlags flags;
  std::string name = take_file(maker, parse_common_flags(maker, flags));
  if (name.empty()) return nullptr;
  return std::make_unique<ClassMap>(std::move(flags), maker.config, std::string(bare_name(name)));
}

// The last -L counts; an illegal option is told and passed over.
std::unique_ptr<OpenedMap> make_syslog_map(MapMaker& maker) {
  MapFlags flags;
  std::string level;
  auto take = [&](char letter, std::string_view value) {
    if (letter == 'D') flags.not_when_deferred = true;
    if (letter == 'S') flags.blank = value.empty() ? ' ' : value[0];
    if (letter == 'L') level = value;
    return letter == 'D' || letter == 'S' || letter == 'L';
  };
  auto complain = [&](char letter) {
    maker.errors.push_back(fmt::format("Illegal option {} map syslog", letter));
  };
  walk_flags(maker.spec.arguments, "L", take, complain);
  std::optional<log::Priority> priority = level.empty() ? log::Priority::info : priority_named(level);
  if (!priority) {
    maker.errors.push_back(fmt::format("syslog_map_parseargs: Unknown priority {}", level));
    return nullptr;
  }
  return std::make_unique<SyslogMap>(std::move(flags), *priority);
}

}  // namespace sm::maps
