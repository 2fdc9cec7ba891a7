// sequence and switch: maps made of other maps, asked one after the other until one finds the key.
#include <fmt/format.h>

#include <vector>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "lib/dns/name_service.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/map_set.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

constexpr size_t kMostMembers = 12;

// The first answer found; a member that cannot answer now is remembered while the others are asked.
MapAnswer ask_members(const MapSet& set, std::string_view name, const std::vector<std::string>& members,
                      const MapQuestion& question, MapContext& context) {
  context.note(20, "seq_map_lookup({}, {})", name, question.key);
  MapAnswer outcome = absent(ExitStatus::no_host);
  std::string message;
  for (const std::string& member : members) {
    MapQuestion plain{question.key, question.arguments, false};
    MapAnswer answer = set.lookup(member, plain, context);
    if (message.empty()) message = answer.message;
    if (answer.kind == MapAnswer::Kind::found) {
      answer.message = message;
      return answer;
    }
    if (answer.kind == MapAnswer::Kind::temporary_failure) outcome = not_now();
  }
  outcome.message = message;
  return outcome;
}

class SequenceMap final : public OpenedMap {
 public:
  SequenceMap(const MapSet* set, std::vector<std::string> members)
      : OpenedMap({}), set_(set), members_(std::move(members)) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    if (set_ == nullptr) return absent(ExitStatus::no_host);
    return ask_members(*set_, title().name, members_, question, context);
  }
  bool may_block() const override {
    for (const std::string& member : members_) {
      if (set_ == nullptr || set_->may_block(member)) return true;
    }
    return false;
  }

 private:
  const MapSet* set_;
  std::vector<std::string> members_;
};

class SwitchMap final : public OpenedMap {
 public:
  SwitchMap(MapFlags flags, const MapMaker& maker, std::string service)
      : OpenedMap(std::move(flags)), set_(maker.set), names_(maker.names), name_(maker.spec.name),
        service_(std::move(service)) {}

  Opening open(const MapContext& context) override {
    if (set_ == nullptr || names_ == nullptr) return {};
    context.note(2, "switch_map_open({}, {}, 0)", name_, service_);
    std::vector<std::string> sources = names_->service_switch().sources(service_);
    context.note(19, "\tswitch_map_find => {}", sources.empty() ? -1 : static_cast<int>(sources.size()));
    for (const std::string& source : sources) context.note(19, "\t\t{}", source);
    if (sources.empty()) return {flags_.optional ? Opening::Result::not_there : Opening::Result::broken, {}};
    std::string message;
    members_.clear();
    for (const std::string& source : sources) {
      std::string member = name_ + "." + source;
      if (set_->exists(member)) {
        if (members_.size() < kMostMembers) members_.push_back(member);
      } else {
        if (!message.empty()) message += '\n';
        message += fmt::format("Switch map {}: unknown member map {}", name_, member);
      }
    }
    return {Opening::Result::ready, message};
  }

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    if (set_ == nullptr) return absent(ExitStatus::no_host);
    return ask_members(*set_, title().name, members_, question, context);
  }
  bool may_block() const override { return true; }

 private:
  const MapSet* set_;
  std::shared_ptr<const dns::NameService> names_;
  std::string name_;
  std::string service_;
  std::vector<std::string> members_;
};

bool is_name_character(char c) { return ascii::is_alnum(c) || c == '_' || c == '.'; }

}  // namespace

std::unique_ptr<OpenedMap> make_sequence_map(MapMaker& maker) {
  std::vector<std::string> members;
  const std::string& text = maker.spec.arguments;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && is_name_character(text[end])) end++;
    std::string name = text.substr(at, end - at);
    at = end + 1;
    if (name.empty()) continue;
    if (maker.declared && !maker.declared(name)) {
      maker.errors.push_back(fmt::format("Sequence map {}: unknown member map {}", maker.spec.name, name));
    } else if (members.size() == kMostMembers) {
      maker.errors.push_back(fmt::format("Sequence map {}: too many member maps ({} max)", maker.spec.name, kMostMembers));
    } else {
      members.push_back(std::move(name));
    }
  }
  return std::make_unique<SequenceMap>(maker.set, std::move(members));
}

std::unique_ptr<OpenedMap> make_switch_map(MapMaker& maker) {
  MapFlags flags;
  std::string service = take_file(maker, parse_common_flags(maker, flags));
  if (service.empty()) return nullptr;
  return std::make_unique<SwitchMap>(std::move(flags), maker, std::move(service));
}

}  // namespace sm::maps
