// Q lines: queue groups. Fields not given come from the options as they stand when the line is read.
#include <fmt/format.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr size_t kMostGroups = 50;

QueueGroup group_from_options(const Options& options, std::string name) {
  QueueGroup group;
  group.name = std::move(name);
  group.path = options.queue_directory;
  group.nice = options.nice_queue_run;
  group.runners = options.max_runners_per_queue;
  group.max_jobs = options.max_queue_run_size;
  return group;
}

// False after a complaint that ends the line.
bool read_field(Reading& reading, QueueGroup& group, char field, const std::string& value) {
  switch (field) {
    case 'P':
      if (value.empty()) {
        reading.error(fmt::format("queue {}: empty path name", group.name));
        return false;
      }
      group.path = value;
      break;
    case 'F': group.flags = value; break;
    case 'I': group.interval = interval(reading, value, 'm'); break;
    case 'N': group.nice = number(value); break;
    case 'R': group.runners = number(value); break;
    case 'J': group.max_jobs = number(value); break;
    case 'r': group.max_recipients = number(value); break;
    default: reading.error(fmt::format("Q{}: unknown queue equate {}=", group.name, field));
  }
  return true;
}

bool read_fields(Reading& reading, QueueGroup& group, std::string_view rest) {
  while (!rest.empty()) {
    while (!rest.empty() && (rest[0] == ',' || ascii::is_space(rest[0]))) rest.remove_prefix(1);
    char field = rest.empty() ? '\0' : rest[0];
    while (!rest.empty() && rest[0] != '=' && rest[0] != ',') rest.remove_prefix(1);
    if (rest.empty() || rest[0] != '=') {
      reading.error(fmt::format("queue {}: `=' expected", group.name));
      return false;
    }
    rest.remove_prefix(1);
    while (!rest.empty() && ascii::is_space(rest[0])) rest.remove_prefix(1);
    if (!read_field(reading, group, field, plain(munch(rest, ',', &rest)))) return false;
  }
  return true;
}

}  // namespace

void parse_queue_group(Reading& reading, std::string_view body) {
  if (body.empty()) return reading.error("name required for queue");
  size_t end = 0;
  while (end < body.size() && body[end] != ',' && !ascii::is_space(body[end])) ++end;
  QueueGroup group = group_from_options(reading.config.options, plain(body.substr(0, end)));
  if (!read_fields(reading, group, body.substr(end))) return;
  if (group.runners > 1 && group.flags.find('f') == std::string::npos)
    reading.notice(fmt::format("Warning: Q={}: R={}: multiple queue runners specified\n\tbut flag 'f' is not set",
                               group.name, group.runners));
  for (QueueGroup& known : reading.config.queue_groups) {
    if (!ascii::equal_ignoring_case(known.name, group.name)) continue;
    known = std::move(group);
    return;
  }
  if (reading.config.queue_groups.size() >= kMostGroups)
    return reading.error(fmt::format("too many queue groups defined ({} max)", kMostGroups));
  reading.config.queue_groups.push_back(std::move(group));
}

}  // namespace sm::config
