// X lines: mail filters. The socket is checked when the line is read, not used.
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/config/reading.h"

namespace sm::config {
namespace {

void check_internet(Reading& reading, const MilterSpec& filter, std::string_view address, int family) {
  size_t at = address.find('@');
  if (at == std::string_view::npos)
    return reading.error(fmt::format("X{}: bad address {} (expected port@host)", filter.name, address));
  std::string port(address.substr(0, at));
  if (port.empty() || (!ascii::is_digit(port[0]) && reading.host.find_tcp_port && !reading.host.find_tcp_port(port)))
    return reading.error(fmt::format("X{}: unknown port name {}", filter.name, port));
  std::string host(address.substr(at + 1));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (reading.host.find_address && !reading.host.find_address(host, family))
    reading.error(fmt::format("X{}: Unknown host name {}", filter.name, host));
}

void check_local(Reading& reading, const MilterSpec& filter, const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 && reading.command_line.check_filters)
    reading.notice(fmt::format("WARNING: X{}: local socket name {} missing", filter.name, path));
}

void check_socket(Reading& reading, const MilterSpec& filter) {
  if (filter.socket.empty())
    return reading.error(fmt::format("X{}: empty or missing socket information", filter.name));
  size_t colon = filter.socket.find(':');
  std::string_view type = std::string_view(filter.socket).substr(0, colon);
  if (colon == std::string::npos) return check_local(reading, filter, filter.socket);
  std::string address = filter.socket.substr(colon + 1);
  if (ascii::equal_ignoring_case(type, "unix") || ascii::equal_ignoring_case(type, "local"))
    return check_local(reading, filter, address);
  if (ascii::equal_ignoring_case(type, "inet")) return check_internet(reading, filter, address, AF_INET);
  if (ascii::equal_ignoring_case(type, "inet6")) return check_internet(reading, filter, address, AF_INET6);
  reading.system_error(fmt::format("X{}: unknown socket type {}", filter.name, type), EPROTONOSUPPORT);
}

// T=C:5m;S:10s;R:10s;E:5m
void read_timeouts(Reading& reading, MilterSpec& filter, std::string_view value) {
  for (std::string_view part : split(value, ';')) {
    part = trim(part);
    if (part.empty()) continue;
    char which = part[0];
    size_t colon = part.find(':');
    if (colon == std::string_view::npos)
      return reading.error(fmt::format("X{}, T=: `:' expected", filter.name));
    std::string_view time = trim(part.substr(colon + 1));
    switch (which) {
      case 'C': filter.connect_timeout = interval(reading, time, 's'); break;
      case 'S': filter.send_timeout = interval(reading, time, 's'); break;
      case 'R': filter.read_timeout = interval(reading, time, 's'); break;
      case 'E': filter.eom_timeout = interval(reading, time, 's'); break;
      default: reading.error(fmt::format("X{}: unknown filter timeout {}", filter.name, which));
    }
  }
}

void read_field(Reading& reading, MilterSpec& filter, char field, const std::string& value) {
  switch (field) {
    case 'S': filter.socket = value; break;
    case 'F':
      for (char flag : value)
        if (flag == 'R' || flag == 'T' || flag == '4') filter.failure = flag;
      break;
    case 'T': read_timeouts(reading, filter, value); break;
    default: reading.error(fmt::format("X{}: unknown filter equate {}=", filter.name, field));
  }
}

bool read_fields(Reading& reading, MilterSpec& filter, std::string_view rest) {
  while (!rest.empty()) {
    while (!rest.empty() && (rest[0] == ',' || ascii::is_space(rest[0]))) rest.remove_prefix(1);
    char field = rest.empty() ? '\0' : rest[0];
    while (!rest.empty() && rest[0] != '=' && rest[0] != ',') rest.remove_prefix(1);
    if (rest.empty() || rest[0] != '=') {
      reading.error(fmt::format("X{}: `=' expected", filter.name));
      return false;
    }
    rest.remove_prefix(1);
    while (!rest.empty() && ascii::is_space(rest[0])) rest.remove_prefix(1);
    read_field(reading, filter, field, plain(munch(rest, ',', &rest)));
  }
  return true;
}

}  // namespace

std::optional<std::string> MilterSpec::local_path() const {
  size_t colon = socket.find(':');
  if (colon == std::string::npos) return socket;
  std::string type = ascii::lower(socket.substr(0, colon));
  if (type != "unix" && type != "local") return std::nullopt;
  return socket.substr(colon + 1);
}

void parse_milter(Reading& reading, std::string_view body) {
  MilterSpec filter;
  size_t end = 0;
  while (end < body.size() && body[end] != ',' && !ascii::is_space(body[end])) ++end;
  filter.name = plain(body.substr(0, end));
  if (filter.name.empty()) return reading.error("name required for mail filter");
  if (!read_fields(reading, filter, body.substr(end))) return;
  for (const MilterSpec& known : reading.config.milters)
    if (ascii::equal_ignoring_case(known.name, filter.name))
      return reading.error(fmt::format("X{}: duplicate filter definition", filter.name));
  check_socket(reading, filter);
  reading.config.milters.push_back(std::move(filter));
}

}  // namespace sm::config
