// See the header. A map that could not be opened is tried again after a while, so that a makemap run is noticed without
// a restart; what it said the first time is said once.
#include "sendmaild/maps/map_set.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>

#include "lib/base/ascii.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/name_service_options.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kRetryInterval{5};

// One declared map and whether it is open.
class Slot {
 public:
  explicit Slot(std::unique_ptr<OpenedMap> map) : map_(std::move(map)) {}

  enum class State { closed, ready, not_there, broken };

  // Opens the map when it is time to. The message of the first failure comes once.
  State ensure_open(std::string& message, const MapContext& context) const {
    State state = state_.load(std::memory_order_acquire);
    if (state == State::ready || map_ == nullptr) return state;
    std::lock_guard<std::mutex> lock(mutex_);
    state = state_.load(std::memory_order_acquire);
    auto now = Clock::now();
    if (state == State::closed || (state != State::ready && now - tried_ >= kRetryInterval)) {
      tried_ = now;
      Opening opening = map_->open(context);
      state = opening.result == Opening::Result::ready       ? State::ready
              : opening.result == Opening::Result::not_there ? State::not_there
                                                             : State::broken;
      if (!std::exchange(told_, state != State::ready || !opening.message.empty())) pending_ = opening.message;
      if (context.traces(kOpeningLevel)) trace_opening(opening, context);
      state_.store(state, std::memory_order_release);
    }
    message = std::exchange(pending_, {});
    return state;
  }

  // For is_open(): the message waits for the next question.
  State state_after_opening(const MapContext& context) const {
    std::string message;
    State state = ensure_open(message, context);
    if (!message.empty()) {
      std::lock_guard<std::mutex> lock(mutex_);
      pending_ = std::move(message);
      has_pending_ = true;
    }
    return state;
  }
  std::string take_pending() const {
    if (!has_pending_.exchange(false)) return {};
    std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(pending_, {});
  }

  // Null when the K line could not be used.
  const OpenedMap* map() const { return map_.get(); }

 private:
  static constexpr int kOpeningLevel = 4;

  // The message of an opening comes before its outcome, so it is shown here and not by whoever asked.
  void trace_opening(const Opening& opening, const MapContext& context) const {
    std::string message = std::exchange(pending_, {});
    if (!message.empty()) context.trace->message(message);
    bool valid = opening.result == Opening::Result::ready;
    const MapTitle& title = map_->title();
    context.note(kOpeningLevel, "openmap()\t{}:{} {}: {}{}{}", title.map_class, title.name, title.subject,
                 valid ? "valid" : "invalid", valid || opening.reason.empty() ? "" : ": ", opening.reason);
  }

  std::unique_ptr<OpenedMap> map_;
  mutable std::atomic<State> state_{State::closed};
  mutable std::atomic<bool> has_pending_{false};
  mutable std::mutex mutex_;
  mutable Clock::time_point tried_{};
  mutable bool told_ = false;
  mutable std::string pending_;
};

// Quotes and quoting backslashes taken off, as rulesets' keys are looked up.
std::string without_quotes(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '"') continue;
    if (text[i] == '\\' && i + 1 < text.size()) i++;
    plain += text[i];
  }
  return plain;
}

class ConfiguredMaps final : public MapSet {
 public:
  ConfiguredMaps(std::shared_ptr<const config::Config> config, std::shared_ptr<const dns::NameService> names,
                 std::shared_ptr<const FileOpener> files)
      : config_(std::move(config)), names_(std::move(names)), files_(std::move(files)) {}

  void build(std::vector<Complaint>& errors) {
    for (const config::MapSpec& spec : config_->maps) {
      std::vector<std::string> texts;
      add(spec, texts);
      for (std::string& text : texts) errors.push_back({&spec, std::move(text)});
    }
    if (!exists("host")) {
      // Built in, with the dot that tells rulesets that a name is canonical.
      static const config::MapSpec host{.name = "host", .map_class = "host", .arguments = "-a. -D", .file = {}, .line = 0};
      static const config::MapSpec old_host{.name = "host", .map_class = "host", .arguments = "-a.", .file = {}, .line = 0};
      std::vector<std::string> none;
      add(config_->version_level >= 2 ? host : old_host, none);
    }
  }

  MapAnswer lookup(std::string_view name, const MapQuestion& question, MapContext& context) const override {
    const Slot* slot = find_slot(name);
    if (slot == nullptr) {
      MapAnswer answer = absent(ExitStatus::config);
      answer.message = fmt::format("rewrite: map {} not found", name);
      return answer;
    }
    MapAnswer answer = ask(*slot, question, context);
    if (context.on_lookup) context.on_lookup(name, question.key, answer.value);
    return answer;
  }

  bool exists(std::string_view name) const override { return find_slot(name) != nullptr; }

  bool is_open(std::string_view name, const MapContext& context) const override {
    const Slot* slot = find_slot(name);
    if (slot == nullptr || slot->map() == nullptr) return false;
    return slot->state_after_opening(context) != Slot::State::not_there;
  }

  std::string take_opening_message(std::string_view name) const override {
    const Slot* slot = find_slot(name);
    return slot == nullptr ? std::string() : slot->take_pending();
  }

  bool may_block(std::string_view name) const override {
    const Slot* slot = find_slot(name);
    return slot != nullptr && slot->map() != nullptr && slot->map()->may_block();
  }

  std::shared_ptr<const dns::NameService> name_service() const override { return names_; }

  std::vector<std::string> files() const override {
    std::vector<std::string> all;
    for (const auto& [name, slot] : slots_) {
      if (slot->map() == nullptr) continue;
      for (std::string& file : slot->map()->files()) all.push_back(std::move(file));
    }
    return all;
  }

 private:
  void add(const config::MapSpec& spec, std::vector<std::string>& errors) {
    MapFactory factory = find_map_class(spec.map_class);
    if (factory == nullptr) {
      errors.push_back(fmt::format("readcf: map {}: class {} not available", spec.name, spec.map_class));
      return;
    }
    MapMaker maker{.spec = spec,
                   .config = config_.get(),
                   .names = names_,
                   .set = this,
                   .files = files_,
                   .declared = [this](std::string_view name) { return exists(name); },
                   .errors = errors};
    std::unique_ptr<OpenedMap> map = factory(maker);
    if (map != nullptr) {
      MapTitle title{.name = spec.name, .map_class = spec.map_class};
      if (!maker.subject.empty()) title.subject = std::move(maker.subject);
      map->set_title(std::move(title));
    }
    slots_.insert_or_assign(ascii::lower(spec.name), std::make_unique<Slot>(std::move(map)));
  }

  const Slot* find_slot(std::string_view name) const {
    auto slot = slots_.find(name);
    return slot == slots_.end() ? nullptr : slot->second.get();
  }

  static MapAnswer ask(const Slot& slot, const MapQuestion& question, MapContext& context) {
    const OpenedMap* map = slot.map();
    if (map == nullptr) return absent(ExitStatus::config);
    const MapFlags& flags = map->flags();
    if (flags.not_when_deferred && context.delivery_mode == 'd') return not_now();
    std::string opening_message;
    Slot::State state = slot.ensure_open(opening_message, context);
    if (std::string pending = slot.take_pending(); !pending.empty()) opening_message = std::move(pending);
    std::string plain_key;
    MapQuestion asked = question;
    if (question.from_rule && !flags.keep_quotes && question.key.find_first_of("\"\\") != std::string_view::npos) {
      plain_key = without_quotes(question.key);
      asked.key = plain_key;
    }
    MapAnswer answer = state == Slot::State::not_there ? absent()
                       : state == Slot::State::broken  ? not_now()
                                                       : map->find(asked, context);
    if (!opening_message.empty()) answer.message = std::move(opening_message);
    if (answer.kind == MapAnswer::Kind::temporary_failure) take_failure(flags, asked, answer);
    return answer;
  }

  // -T puts a text in the place of the value, -t makes the failure count as "not there".
  static void take_failure(const MapFlags& flags, const MapQuestion& question, MapAnswer& answer) {
    if (question.from_rule && flags.on_failure) {
      answer.value = std::string(question.key) + *flags.on_failure;
      answer.has_value = true;
    }
    if (question.from_rule && flags.failure_is_final) {
      answer.kind = MapAnswer::Kind::absent;
      answer.status = ExitStatus::unavailable;
    }
  }

  std::shared_ptr<const config::Config> config_;
  std::shared_ptr<const dns::NameService> names_;
  std::shared_ptr<const FileOpener> files_;
  std::map<std::string, std::unique_ptr<Slot>, ascii::LessIgnoringCase> slots_;
};

}  // namespace

std::unique_ptr<MapSet> MapSet::create(std::shared_ptr<const config::Config> config, std::vector<Complaint>& errors) {
  return create(std::move(config), errors, nullptr);
}

std::unique_ptr<MapSet> MapSet::create(std::shared_ptr<const config::Config> config, std::vector<Complaint>& errors,
                                       std::shared_ptr<const dns::NameService> names,
                                       std::shared_ptr<const FileOpener> files) {
  if (!names) names = make_name_service(*config);
  auto maps = std::make_unique<ConfiguredMaps>(std::move(config), std::move(names), std::move(files));
  maps->build(errors);
  return maps;
}

std::vector<std::string> MapSet::check_spec(const config::MapSpec& spec) {
  std::vector<std::string> errors;
  MapFactory factory = find_map_class(spec.map_class);
  if (factory == nullptr) {
    errors.push_back(fmt::format("readcf: map {}: class {} not available", spec.name, spec.map_class));
    return errors;
  }
  MapMaker maker{.spec = spec, .config = nullptr, .names = nullptr, .set = nullptr, .files = direct_files(), .declared = {}, .errors = errors};
  factory(maker);
  return errors;
}

std::function<std::vector<std::string>(const config::MapSpec&)> MapSet::spec_checker() {
  auto seen = std::make_shared<std::set<std::string>>();
  return [seen](const config::MapSpec& spec) {
    std::vector<std::string> errors;
    MapFactory factory = find_map_class(spec.map_class);
    if (factory == nullptr) {
      errors.push_back(fmt::format("readcf: map {}: class {} not available", spec.name, spec.map_class));
      return errors;
    }
    MapMaker maker{.spec = spec,
                   .config = nullptr,
                   .names = nullptr,
                   .set = nullptr,
                   .files = direct_files(),
                   .declared = [&](std::string_view name) { return seen->contains(ascii::lower(name)); },
                   .errors = errors};
    factory(maker);
    seen->insert(ascii::lower(spec.name));
    return errors;
  };
}

}  // namespace sm::maps
