// What mail filters do to a header: add, insert, change, delete. Each function returns what it did in the words of the log
// ("add: header: X-Mark: yes"), as sendmail writes them behind "Milter (NAME) ".
// Invariant: a field of ours that a filter has touched is one of the message's from then on, which later filters see.
#pragma once

#include <cstdint>
#include <string>

#include "sendmaild/config/config.h"
#include "sendmaild/message/header_list.h"

namespace sm::daemon {

struct HeaderEdit {
  uint32_t index = 0;
  std::string name;
  std::string value;
  bool as_written = false;   // the value begins right behind the colon; otherwise a blank comes between
};

// sendmail keeps an entry for every H line with a value, used in this message or not; filters count them all, and what they
// add may fill one. Default fields without any value stand for those that are not used.
void add_placeholders(message::HeaderList& headers, const config::Config& config);
void remove_placeholders(message::HeaderList& headers);

// A default field of this name gets the value; else the field comes before the first of its name, or last.
std::string add_header(message::HeaderList& headers, const HeaderEdit& edit);
// Behind entry `index`, the first being 0 and the fields that we made being counted.
std::string insert_header(message::HeaderList& headers, const HeaderEdit& edit);
// Field number `index` of this name, the first being 1, among those of the message, else a default one, else it is added.
// An empty value removes it.
std::string change_header(message::HeaderList& headers, const HeaderEdit& edit);

}  // namespace sm::daemon
