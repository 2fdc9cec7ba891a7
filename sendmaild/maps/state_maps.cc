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
    if (context.macros != nullptr && !question.key.empty()) {
      std::string_view name = bare_name(question.key);
      if (question.arguments.empty()) {
        context.macros->unset(name);
        // A definition of the configuration is hidden.
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

std::unique_ptr<OpenedMap> make_syslog_map(MapMaker& maker) {
  MapFlags flags;
  log::Priority priority = log::Priority::info;
  bool usable = true;
  auto take = [&](char letter, std::string_view value) {
    if (letter == 'D') {
      flags.not_when_deferred = true;
    } else if (letter == 'S') {
      flags.blank = value.empty() ? '\0' : value[0];
    } else if (letter == 'L') {
      std::optional<log::Priority> named = priority_named(value);
      if (named) {
        priority = *named;
      } else {
        maker.errors.push_back(fmt::format("syslog_map_parseargs: Unknown priority {}", value));
        usable = false;
      }
    } else {
      return false;
    }
    return true;
  };
  auto complain = [&](char letter) {
    maker.errors.push_back(fmt::format("Illegal option {} map syslog", letter));
    usable = false;
  };
  walk_flags(maker.spec.arguments, "L", take, complain);
  if (!usable) return nullptr;
  return std::make_unique<SyslogMap>(std::move(flags), priority);
}

}  // namespace sm::maps
