// See the header. Trace fields (Received) are never replaced for their name: there may be many.
#include "sendmaild/daemon/header_edits.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/ascii.h"
#include "sendmaild/message/header_facts.h"

namespace sm::daemon {
namespace {

using message::HeaderField;
using Position = std::vector<HeaderField>::iterator;

bool is_placeholder(const HeaderField& field) { return field.is_default && field.value.empty(); }

std::string stored_value(const HeaderEdit& edit) { return edit.as_written ? edit.value : " " + edit.value; }

HeaderField field_of(const HeaderEdit& edit) {
  HeaderField field;
  field.name = edit.name;
  field.value = stored_value(edit);
  return field;
}

bool is_named(const HeaderField& field, const std::string& name) {
  return ascii::equal_ignoring_case(field.name, name);
}

Position find_default(std::vector<HeaderField>& fields, const std::string& name) {
  if (message::field_kind(name).trace) return fields.end();
  return std::find_if(fields.begin(), fields.end(),
                      [&name](const HeaderField& field) { return field.is_default && is_named(field, name); });
}

Position find_numbered(std::vector<HeaderField>& fields, const HeaderEdit& edit) {
  uint32_t left = std::max<uint32_t>(edit.index, 1);
  return std::find_if(fields.begin(), fields.end(), [&left, &edit](const HeaderField& field) {
    return !field.is_default && is_named(field, edit.name) && --left == 0;
  });
}

void place_before_namesake(std::vector<HeaderField>& fields, const HeaderEdit& edit) {
  auto before = std::find_if(fields.begin(), fields.end(),
                             [&edit](const HeaderField& field) { return is_named(field, edit.name); });
  fields.insert(before, field_of(edit));
}

void replace_value(HeaderField& field, const HeaderEdit& edit) {
  field.value = stored_value(edit);
  field.encoded = false;
  field.is_default = false;
}

}  // namespace

void add_placeholders(message::HeaderList& headers, const config::Config& config) {
  auto& fields = headers.fields();
  size_t at = 0;
  for (const config::HeaderSpec& spec : config.headers) {
    if (spec.value.empty()) continue;
    bool is_used = at < fields.size() && fields[at].is_default && is_named(fields[at], spec.name);
    HeaderField unused;
    unused.name = spec.name;
    unused.mailer_flags = spec.mailer_flags;
    unused.condition_macro = spec.macro;
    unused.is_default = true;
    if (!is_used) fields.insert(fields.begin() + static_cast<ptrdiff_t>(at), std::move(unused));
    ++at;
  }
}

void remove_placeholders(message::HeaderList& headers) {
  std::erase_if(headers.fields(), is_placeholder);
}

std::string add_header(message::HeaderList& headers, const HeaderEdit& edit) {
  auto& fields = headers.fields();
  auto ours = find_default(fields, edit.name);
  if (ours != fields.end()) {
    replace_value(*ours, edit);
    return fmt::format("change: default header {} value with {}", edit.name, edit.value);
  }
  place_before_namesake(fields, edit);
  return fmt::format("add: header: {}: {}", edit.name, edit.value);
}

std::string insert_header(message::HeaderList& headers, const HeaderEdit& edit) {
  auto& fields = headers.fields();
  size_t at = std::min(static_cast<size_t>(edit.index) + 1, fields.size());
  fields.insert(fields.begin() + static_cast<ptrdiff_t>(at), field_of(edit));
  return fmt::format("insert ({}): header: {}: {}", edit.index, edit.name, edit.value);
}

std::string change_header(message::HeaderList& headers, const HeaderEdit& edit) {
  auto& fields = headers.fields();
  auto found = find_numbered(fields, edit);
  if (found == fields.end()) found = find_default(fields, edit.name);
  if (found == fields.end()) {
    if (edit.value.empty()) return "delete (noop): header: " + edit.name;
    place_before_namesake(fields, edit);
    return fmt::format("change (add): header: {}: {}", edit.name, edit.value);
  }
  const char* ours = found->is_default ? "(default header) " : "";
  std::string old_value = found->value;
  if (!edit.value.empty()) {
    replace_value(*found, edit);
    return fmt::format("change: header {}{}: from {} to {}", ours, edit.name, old_value, edit.value);
  }
  fields.erase(found);
  return fmt::format("delete: header {}{}:{}", ours, edit.name, old_value);
}

}  // namespace sm::daemon
