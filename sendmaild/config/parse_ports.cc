// DaemonPortOptions and ClientPortOptions: "key=value, …" where only the first letter of a key counts.
#include <fmt/format.h>
#include <sys/socket.h>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

constexpr size_t kMostDaemons = 10;  // further ones are ignored
constexpr int kSmtp = 25;
constexpr int kSmtps = 465;
constexpr const char* kConfigurationError = "554 5.3.5";
constexpr const char* kHostError = "554 5.3.0";

void read_family(Reading& reading, DaemonPort& port, std::string_view value) {
  if (ascii::equal_ignoring_case(value, "inet") || value == std::to_string(AF_INET))
    port.family = DaemonPort::Family::inet;
  else if (ascii::equal_ignoring_case(value, "inet6") || value == std::to_string(AF_INET6))
    port.family = DaemonPort::Family::inet6;
  else if (ascii::equal_ignoring_case(value, "unix") || ascii::equal_ignoring_case(value, "local") ||
           value == std::to_string(AF_UNIX))
    port.family = DaemonPort::Family::local;
  else
    reading.error_code(kConfigurationError, fmt::format("Unknown address family {} in Family=option", value));
}

std::string modifiers(std::string_view value) {
  std::string out;
  for (char c : value)
    if (!ascii::is_space(c)) out += c;
  return out;
}

// Keys where upper and lower case differ; clients accept and ignore them. False: nothing of that name.
bool read_daemon_key(Reading& reading, DaemonPort& port, char key, std::string_view value) {
  switch (key) {
    case 'D':
      if (value.empty() || std::string_view("biqd").find(value[0]) == std::string_view::npos)
        reading.error_code(kConfigurationError,
                           fmt::format("Unknown delivery mode {}", value.empty() ? ' ' : value[0]));
      else
        port.delivery_mode = value[0];
      return true;
    case 'd': port.delay_load = number(value); return true;
    case 'q': port.queue_load = number(value); return true;
    case 'r': port.refuse_load = number(value); return true;
    case 'c': port.max_children = number(value); return true;
    case 'I':
    case 'i':
      port.input_filters.emplace();
      for (std::string_view name : split(value, ';'))
        if (!trim(name).empty()) port.input_filters->emplace_back(trim(name));
      return true;
    default: return false;
  }
}

bool read_common_key(Reading& reading, DaemonPort& port, char key, std::string_view value) {
  switch (key) {
    case 'A':
    case 'a': port.address = value; return true;
    case 'P':
    case 'p': port.port = value; return true;
    case 'F':
    case 'f': read_family(reading, port, value); return true;
    case 'N':
    case 'n': port.name = value; return true;
    case 'L':
    case 'l': port.listen_backlog = number(value); return true;
    case 'M':
    case 'm': port.modifiers = modifiers(value); return true;
    case 'S':
    case 's': port.send_buffer = number(value); return true;
    case 'R': port.receive_buffer = number(value); return true;
    default: return false;
  }
}

struct Given {
  bool address = false;
  bool port = false;
};

Given read_keys(Reading& reading, DaemonPort& port, std::string_view value) {
  Given given;
  for (std::string_view part : split(value, ',')) {
    part = trim_left(part);
    size_t equals = part.find('=');
    if (part.empty() || equals == std::string_view::npos) continue;
    char key = part[0];
    std::string_view text = trim(part.substr(equals + 1));
    if (key == 'A' || key == 'a') given.address = true;
    if (key == 'P' || key == 'p') given.port = true;
    if (!read_common_key(reading, port, key, text) && !read_daemon_key(reading, port, key, text))
      reading.error_code(kConfigurationError, fmt::format("PortOptions parameter \"{}\" unknown", part));
  }
  return given;
}

void resolve_address(Reading& reading, DaemonPort& port) {
  int family = port.family == DaemonPort::Family::inet6 ? AF_INET6 : AF_INET;
  std::optional<std::string> numeric;
  if (!port.address.empty() && reading.host.find_address) numeric = reading.host.find_address(port.address, family);
  if (!numeric) return reading.error_code(kHostError, fmt::format("host \"{}\" unknown", port.address));
  port.address = *numeric;
}

void resolve_port(Reading& reading, DaemonPort& port) {
  if (!port.port.empty() && ascii::is_digit(port.port[0])) {
    port.port_number = number(port.port);
    return;
  }
  std::optional<int> found = reading.host.find_tcp_port ? reading.host.find_tcp_port(port.port) : std::nullopt;
  if (found)
    port.port_number = *found;
  else
    reading.error_code(kConfigurationError, fmt::format("service \"{}\" unknown", port.port));
}

}  // namespace

void parse_port_options(Reading& reading, std::string_view value, bool is_client) {
  DaemonPort port;
  Given given = read_keys(reading, port, value);
  bool network = port.family != DaemonPort::Family::local;
  if (given.address && network) resolve_address(reading, port);
  if (given.port && network) resolve_port(reading, port);
  if (is_client) {
    std::erase_if(reading.config.client_ports, [&](const DaemonPort& known) { return known.family == port.family; });
    reading.config.client_ports.push_back(std::move(port));
    return;
  }
  if (reading.config.daemon_ports.size() >= kMostDaemons) return;
  if (!given.port && network) port.port_number = port.has_modifier('s') ? kSmtps : kSmtp;
  if (port.name.empty()) port.name = fmt::format("Daemon{}", reading.config.daemon_ports.size());
  reading.config.daemon_ports.push_back(std::move(port));
}

}  // namespace sm::config
