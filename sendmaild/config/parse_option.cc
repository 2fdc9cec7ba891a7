// O lines and -O/-o: the forms of an option, abbreviations, sub-options, and what the command line makes sticky.
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/option_table.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr std::string_view kAllClasses = "queuereturn";

bool has_suboptions(std::string_view name) { return name == "Timeout" || name == "Milter"; }

// These add up, so a value of the command line does not keep those of the file out.
bool accumulates(const OptionEntry& entry) {
  return entry.name == "PrivacyOptions" || entry.name == "DontBlameSendmail" || entry.letter == 'M';
}

// The entry of a long name, which may be abbreviated; null after a complaint.
const OptionEntry* find_long(Reading& reading, std::string_view name) {
  const OptionEntry* candidate = nullptr;
  const OptionEntry* other = nullptr;
  for (const OptionEntry& entry : option_table()) {
    if (entry.name.empty() || !ascii::starts_with_ignoring_case(entry.name, name)) continue;
    if (entry.name.size() == name.size()) return &entry;
    if (candidate == nullptr)
      candidate = &entry;
    else if (other == nullptr)
      other = &entry;
  }
  if (candidate == nullptr) {
    reading.error(fmt::format("readcf: unknown option name {}", name));
    return nullptr;
  }
  if (other != nullptr) {
    reading.error(fmt::format("readcf: ambiguous option name {} (matches {} and {})", name, candidate->name, other->name));
    return nullptr;
  }
  reading.message(fmt::format("Option {} used as abbreviation for {}", name, candidate->name));
  return candidate;
}

const OptionEntry* find_letter(Reading& reading, char letter) {
  for (const OptionEntry& entry : option_table())
    if (entry.letter == letter && letter != '\0') return &entry;
  reading.error(fmt::format("readcf: unknown option name 0x{:x}", static_cast<unsigned char>(letter)),
                "a long option name needs a blank between O and the name");
  return nullptr;
}

std::string sticky_key(const OptionEntry& entry, std::string_view suboption) {
  std::string key(entry.name);
  if (key.empty()) key = entry.letter;
  if (!suboption.empty()) key += "." + ascii::lower(suboption);
  return key;
}

bool is_kept_out(const Reading& reading, const OptionEntry& entry, std::string_view suboption) {
  if (reading.sticky.contains(sticky_key(entry, suboption))) return true;
  if (entry.name != "Timeout") return false;
  std::string sub = ascii::lower(suboption);
  // A parent on the command line covers its .normal and .urgent, and all of the resolver's.
  for (std::string_view parent : {kAllClasses, std::string_view("queuewarn")}) {
    if (sub != std::string(parent) + ".normal" && sub != std::string(parent) + ".urgent") continue;
    if (reading.sticky.contains(sticky_key(entry, parent))) return true;
  }
  for (std::string_view parent : {"resolver.retrans", "resolver.retry"})
    if (sub.starts_with(std::string(parent) + ".") && reading.sticky.contains(sticky_key(entry, parent))) return true;
  return false;
}

void apply(Reading& reading, const OptionEntry& entry, OptionLine& line) {
  line.name = entry.name;
  line.text = plain(line.value);
  if (!line.sticky && !accumulates(entry) && is_kept_out(reading, entry, line.suboption)) return;
  if (line.sticky) {
    if (!entry.safe && !reading.command_line.privileged) {
      bool harmless = entry.letter == 'M' && (line.text.starts_with('r') || line.text.starts_with('s'));
      if (!harmless) reading.drop_privileges = true;
    }
    if (!accumulates(entry)) reading.sticky.insert(sticky_key(entry, line.suboption));
  }
  entry.set(reading, line);
}

void set_long(Reading& reading, std::string_view text, bool sticky) {
  size_t equals = text.find('=');
  std::string_view name = trim_right(text.substr(0, equals));
  OptionLine line;
  line.sticky = sticky;
  line.has_value = equals != std::string_view::npos;
  if (line.has_value) line.value = trim_left(text.substr(equals + 1));
  size_t dot = name.find('.');
  std::string_view suboption = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  name = name.substr(0, dot);
  if (name.empty()) return reading.error("readcf: null option name");
  const OptionEntry* entry = find_long(reading, plain(name));
  if (entry == nullptr) return;
  if (has_suboptions(entry->name)) line.suboption = suboption;
  apply(reading, *entry, line);
}

}  // namespace

void set_option(Reading& reading, std::string_view text, bool long_form, bool is_sticky) {
  if (long_form) return set_long(reading, text, is_sticky);
  const OptionEntry* entry = find_letter(reading, text.empty() ? '\0' : text[0]);
  if (entry == nullptr) return;
  OptionLine line;
  line.sticky = is_sticky;
  line.value = text.substr(1);
  line.has_value = !line.value.empty();
  if (entry->letter == 'r') {
    set_old_timeouts(reading, line);
    return;
  }
  apply(reading, *entry, line);
}

void parse_option_line(Reading& reading, std::string_view body) {
  bool long_form = !body.empty() && body[0] == ' ';
  set_option(reading, long_form ? body.substr(1) : body, long_form, false);
}

}  // namespace sm::config
