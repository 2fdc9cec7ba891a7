// The translation of `$` constructs. Macro and class names are kept as text; only the operators become bytes.
#include "lib/address/dollar_encoding.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "lib/address/meta.h"
#include "lib/base/ascii.h"

namespace sm::address {
namespace {

constexpr size_t kLongestName = 25;

struct Operator {
  std::string_view typed;  // with its dollar sign
  char byte;
};

constexpr std::array<Operator, 17> kOperators{{{"$?", meta::kIf},
                                               {"$|", meta::kElse},
                                               {"$.", meta::kFi},
                                               {"$*", meta::kAnyZero},
                                               {"$+", meta::kAnyOne},
                                               {"$-", meta::kExactlyOne},
                                               {"$=", meta::kClass},
                                               {"$~", meta::kNotClass},
                                               {"$#", meta::kMailer},
                                               {"$@", meta::kHost},
                                               {"$:", meta::kUser},
                                               {"$>", meta::kCall},
                                               {"$[", meta::kHostLookupBegin},
                                               {"$]", meta::kHostLookupEnd},
                                               {"$(", meta::kMapLookupBegin},
                                               {"$)", meta::kMapLookupEnd},
                                               {"$&", meta::kDeferredMacro}}};

// The byte for what stands behind a dollar sign; a doubled dollar sign is a plain one.
std::optional<char> byte_of(char typed) {
  if (typed == '$') return '$';
  for (const Operator& entry : kOperators)
    if (entry.typed[1] == typed) return entry.byte;
  return std::nullopt;
}

bool takes_name(char byte) {
  return byte == meta::kIf || byte == meta::kClass || byte == meta::kNotClass || byte == meta::kDeferredMacro ||
         byte == meta::kMacro;
}

bool needs_quote(char c) { return meta::is_meta(c) || c == meta::kQuote; }

// Appends `byte` and the name that follows at `position`; false when the rest of the text is lost to a bad name.
bool append_named(EncodedText& out, char byte, std::string_view text, size_t& position) {
  if (position >= text.size() || ascii::is_blank(text[position]) || text[position] == '\n') {
    // An operator with nothing to work on stays as it is; only `$?` swallows the blank as a name.
    out.text += byte;
    return true;
  }
  ParsedName name = parse_name(text.substr(position));
  out.errors.insert(out.errors.end(), name.errors.begin(), name.errors.end());
  position += name.length;
  if (!name.valid()) return false;
  out.text += byte;
  if (name.name.size() == 1 && needs_quote(name.name[0])) out.text += meta::kQuote;
  out.text += encoded_name(name.name);
  return true;
}

}  // namespace

ParsedName parse_name(std::string_view text) {
  ParsedName out;
  if (text.empty()) {
    out.errors.emplace_back("Name required for macro/class");
    return out;
  }
  if (text[0] != '{') {
    out.name = text[0];
    out.length = 1;
    return out;
  }
  size_t i = 1;
  std::string name;
  for (; i < text.size() && text[i] != '}' && name.size() < kLongestName; ++i) {
    if (ascii::is_alnum(text[i]) || text[i] == '_')
      name += text[i];
    else
      out.errors.push_back(fmt::format("Invalid macro/class character {}", text[i]));
  }
  if (i < text.size() && text[i] != '}') {
    // The name goes on beyond what can be kept.
    out.errors.push_back(fmt::format("Macro/class name ({{{}}}) too long ({} chars max)", name, kLongestName));
    out.errors.emplace_back("Unable to assign macro/class ID (mid = 0xffffffff)");
    out.length = text.size();
    return out;
  }
  if (i >= text.size()) {
    out.errors.push_back(fmt::format("Unbalanced {{ on {}", name));
    out.errors.emplace_back("Unable to assign macro/class ID (mid = 0xffffffff)");
    out.length = text.size();
    return out;
  }
  out.length = i + 1;
  if (name.empty())
    out.errors.emplace_back("Name required for macro/class");
  else
    out.name = std::move(name);
  return out;
}

std::string encoded_name(std::string_view name) {
  if (name.size() == 1) return std::string(name);
  std::string out = "{";
  out += name;
  return out += '}';
}

std::string_view take_encoded_name(std::string_view text, size_t& position) {
  if (position >= text.size()) return {};
  if (text[position] != '{') {
    if (text[position] == meta::kQuote && position + 1 < text.size()) ++position;
    return text.substr(position++, 1);
  }
  size_t end = text.find('}', position);
  if (end == std::string_view::npos) end = text.size();
  std::string_view name = text.substr(position + 1, end - position - 1);
  position = end < text.size() ? end + 1 : end;
  return name;
}

EncodedText encode_dollars(std::string_view text) {
  EncodedText out;
  out.text.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    char c = text[i++];
    if (c != '$') {
      if (needs_quote(c)) out.text += meta::kQuote;
      out.text += c;
      continue;
    }
    if (i >= text.size()) {
      out.text += c;  // a dollar sign that ends the line stands for itself
      break;
    }
    char next = text[i];
    if (ascii::is_digit(next) && next != '0') {
      out.text += meta::kArgument;
      out.text += next;
      ++i;
      continue;
    }
    std::optional<char> byte = byte_of(next);
    if (byte && !takes_name(*byte)) {
      out.text += *byte;
      ++i;
    } else {
      if (byte) ++i;
      if (!append_named(out, byte.value_or(meta::kMacro), text, i)) break;
    }
  }
  return out;
}

std::optional<std::string_view> typed_symbol(char byte) {
  if (byte == meta::kMacro || byte == meta::kArgument) return "$";
  for (const Operator& entry : kOperators)
    if (entry.byte == byte) return entry.typed;
  return std::nullopt;
}

namespace {

std::string display(std::string_view text, bool with_dollars) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == meta::kQuote && i + 1 < text.size())
      out += text[++i];
    else if (std::optional<std::string_view> typed = typed_symbol(c))
      out += with_dollars ? *typed : typed->substr(1);
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string display_encoded(std::string_view text) { return display(text, true); }

std::string display_without_dollars(std::string_view text) { return display(text, false); }

std::string as_macro_references(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == meta::kQuote && i + 1 < text.size()) {
      out += text[++i];
    } else if (std::optional<std::string_view> typed = typed_symbol(c)) {
      out += meta::kMacro;
      out += typed->substr(1);
    } else {
      out += c;
    }
  }
  return out;
}

std::string unquote_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == meta::kQuote && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

std::string quote_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    if (meta::is_meta(c) || c == meta::kQuote) out += meta::kQuote;
    out += c;
  }
  return out;
}

}  // namespace sm::address
