// Searches by name in the ordered list of fields. Messages have a few dozen fields, so they are walked.
#include "sendmaild/message/header_list.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"

namespace sm::message {

std::string_view HeaderField::text() const { return trim(value); }

const HeaderField* HeaderList::find(std::string_view name) const {
  for (const HeaderField& field : fields_)
    if (ascii::equal_ignoring_case(field.name, name)) return &field;
  return nullptr;
}

HeaderField* HeaderList::find(std::string_view name) {
  return const_cast<HeaderField*>(static_cast<const HeaderList*>(this)->find(name));
}

int HeaderList::remove(std::string_view name) {
  return static_cast<int>(
      std::erase_if(fields_, [name](const HeaderField& field) { return ascii::equal_ignoring_case(field.name, name); }));
}

int HeaderList::count(std::string_view name) const {
  return static_cast<int>(std::count_if(fields_.begin(), fields_.end(), [name](const HeaderField& field) {
    return ascii::equal_ignoring_case(field.name, name);
  }));
}

}  // namespace sm::message
