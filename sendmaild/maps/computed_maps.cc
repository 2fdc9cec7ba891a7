// The classes that compute their answer from the key alone: arith, arpa, dequote, null.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "lib/base/ascii.h"
#include "lib/base/random.h"
#include "lib/dns/name_service.h"
#include "sendmaild/maps/map_registry.h"
#include "sendmaild/maps/result_format.h"

namespace sm::maps {

namespace {

// The flags of these classes: -a, -D, and -s or -S with a character. One flag only, as in sendmail: whatever follows the
// first is not looked at.
MapFlags parse_few_flags(MapMaker& maker) {
  MapFlags flags;
  bool first = true;
  auto take = [&](char letter, std::string_view value) {
    if (!std::exchange(first, false)) return true;
    if (letter == 'a') flags.append = value;
    if (letter == 'D') flags.not_when_deferred = true;
    if (letter == 's' || letter == 'S') flags.blank = value.empty() ? '\0' : value[0];
    return true;
  };
  walk_flags(maker.spec.arguments, "", take, [](char) {});
  flags.keep_quotes = true;
  return flags;
}

class ArithMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;
  explicit ArithMap(MapFlags flags) : OpenedMap(std::move(flags)) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(2, "arith_map_lookup: key '{}'", question.key);
    trace_arguments("arith_map_lookup", 2, question, context);
    if (question.arguments.size() < 2 || question.key.empty()) return absent(ExitStatus::config);
    // C's integer syntax: 0x10, 010; what follows the digits is not looked at.
    int64_t a = std::strtoll(question.arguments[0].c_str(), nullptr, 0);
    int64_t b = std::strtoll(question.arguments[1].c_str(), nullptr, 0);
    switch (question.key[0]) {
      case '+': return number(question, static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)));
      case '-': return number(question, static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b)));
      case '*': return number(question, static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b)));
      case '/': return can_divide(a, b) ? number(question, a / b) : absent();
      case '%': return can_divide(a, b) ? number(question, a % b) : absent();
      case '|': return number(question, a | b);
      case '&': return number(question, a & b);
      case 'l': return truth(question, a < b);
      case '=': return truth(question, a == b);
      case 'r': return b < a ? absent() : number(question, random_between(a, b));
      default: return absent(ExitStatus::config);
    }
  }
  bool may_block() const override { return false; }

 private:
  static bool can_divide(int64_t a, int64_t b) { return b != 0 && !(a == INT64_MIN && b == -1); }
  static int64_t random_between(int64_t a, int64_t b) {
    uint64_t range = static_cast<uint64_t>(b) - static_cast<uint64_t>(a);
    uint64_t offset = range == UINT64_MAX ? random_bits() : random_below(range + 1);
    return static_cast<int64_t>(static_cast<uint64_t>(a) + offset);
  }
  // -a is accepted and not used, as in sendmail.
  static MapAnswer number(const MapQuestion& question, int64_t value) {
    return found_as_is(std::to_string(value), question, {});
  }
  static MapAnswer truth(const MapQuestion& question, bool value) {
    return found_as_is(value ? "TRUE" : "FALSE", question, {});
  }
};

class ArpaMap final : public OpenedMap {
 public:
  explicit ArpaMap(MapFlags flags) : OpenedMap(std::move(flags)) {}

  MapAnswer find(const MapQuestion& question, MapContext& context) const override {
    context.note(2, "arpa_map_lookup: key '{}'", question.key);
    bool v6 = ascii::starts_with_ignoring_case(question.key, "IPv6:");
    std::string_view address = v6 ? question.key.substr(5) : question.key;
    bool looks_v6 = address.find(':') != std::string_view::npos;
    std::optional<std::string> name = v6 == looks_v6 ? dns::reverse_name(address) : std::nullopt;
    std::string_view zone = v6 ? ".ip6.arpa" : ".in-addr.arpa";
    if (name) name->resize(name->size() - zone.size());
    context.note(2, "arpa_map_lookup: r={}, result='{}'", name ? 1 : 0, name.value_or(""));
    return name ? found_as_is(*name, question, flags_) : absent(ExitStatus::data_error);
  }
  bool may_block() const override { return false; }
};

class DequoteMap final : public OpenedMap {
 public:
  explicit DequoteMap(MapFlags flags) : OpenedMap(std::move(flags)) {}

  MapAnswer find(const MapQuestion& question, MapContext&) const override {
    std::string value;
    int quotes = 0;
    int angles = 0;
    int comments = 0;
    bool escaped = false;
    for (char c : question.key) {
      if (std::exchange(escaped, false)) {
        value += c;
        continue;
      }
      if (c == '\\') escaped = true;
      if (c == '(') comments++;
      if (c == ')') comments--;
      if (c == '<') angles++;
      if (c == '>') angles--;
      if (comments < 0 || angles < 0) return absent();
      if (c == '"') {
        quotes++;
        continue;
      }
      if (ascii::is_space(c)) {
        if (flags_.blank == '\0') return absent();
        c = flags_.blank;
      }
      value += c;
    }
    bool unbalanced = angles != 0 || comments != 0 || quotes % 2 != 0;
    if (quotes == 0 || unbalanced) return absent();
    return found_as_is(value, question, flags_);
  }
  bool may_block() const override { return false; }
};

class NullMap final : public OpenedMap {
 public:
  explicit NullMap(MapFlags flags) : OpenedMap(std::move(flags)) {}
  MapAnswer find(const MapQuestion&, MapContext&) const override { return absent(ExitStatus::no_host); }
  bool may_block() const override { return false; }
};

}  // namespace

std::unique_ptr<OpenedMap> make_arith_map(MapMaker& maker) { return std::make_unique<ArithMap>(parse_few_flags(maker)); }

std::unique_ptr<OpenedMap> make_arpa_map(MapMaker& maker) { return std::make_unique<ArpaMap>(parse_few_flags(maker)); }

std::unique_ptr<OpenedMap> make_dequote_map(MapMaker& maker) {
  return std::make_unique<DequoteMap>(parse_few_flags(maker));
}

std::unique_ptr<OpenedMap> make_null_map(MapMaker& maker) {
  MapFlags flags;
  parse_common_flags(maker, flags);
  return std::make_unique<NullMap>(std::move(flags));
}

}  // namespace sm::maps
