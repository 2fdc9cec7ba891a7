// See the header. The reader has checked the form of S=; whether there is such a host or socket is only known now.
#include "sendmaild/daemon/filter_specs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "lib/base/ascii.h"

namespace sm::daemon {
namespace {

using net::SocketAddress;

struct AddressListDeleter {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

void find_host(milter::FilterSpec& spec, std::string_view address, int family) {
  size_t at = address.find('@');
  std::string service(address.substr(0, at));
  spec.host = at == std::string_view::npos ? "" : address.substr(at + 1);
  std::string host = spec.host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  int error = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &found);
  std::unique_ptr<addrinfo, AddressListDeleter> list(error == 0 ? found : nullptr);
  for (const addrinfo* each = list.get(); each != nullptr; each = each->ai_next) {
    spec.addresses.push_back(SocketAddress::from_native(each->ai_addr, each->ai_addrlen));
  }
  if (spec.addresses.empty())
    spec.address_trouble = error == EAI_SERVICE ? "unknown port name " + service : "Unknown host name " + host;
}

// A link could lead anywhere; a missing socket is a filter that does not run.
void find_local(milter::FilterSpec& spec, const std::string& path, const FileOpener& opener) {
  struct stat status {};
  int error = ::lstat(path.c_str(), &status) == 0 ? 0 : errno;
  bool hidden = error == EACCES;
  bool safe = hidden || (error == 0 && S_ISSOCK(status.st_mode));
  auto address = SocketAddress::local_path(path);
  if (!safe || !address) {
    spec.address_trouble = fmt::format("local socket name {} {}", path, address ? "unsafe" : "too long");
    return;
  }
  spec.addresses.push_back(*address);
  if (hidden || ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) spec.connected = opener.open(path).fd;
}

milter::FilterSpec::OnFailure on_failure(char flag) {
  switch (flag) {
    case 'R': return milter::FilterSpec::OnFailure::reject;
    case 'T': return milter::FilterSpec::OnFailure::tempfail;
    case '4': return milter::FilterSpec::OnFailure::close;
    default: return milter::FilterSpec::OnFailure::go_on;
  }
}

}  // namespace

std::vector<const config::MilterSpec*> chosen_filters(const config::Config& config, const config::DaemonPort& port) {
  std::vector<const config::MilterSpec*> chosen;
  for (const std::string& name : port.input_filters ? *port.input_filters : config.options.input_mail_filters) {
    for (const config::MilterSpec& filter : config.milters) {
      if (ascii::equal_ignoring_case(filter.name, name)) chosen.push_back(&filter);
    }
  }
  return chosen;
}

milter::FilterSpec filter_spec(const config::MilterSpec& configured, const FileOpener& opener) {
  milter::FilterSpec spec;
  spec.name = configured.name;
  spec.on_failure = on_failure(configured.failure);
  spec.connect_timeout = configured.connect_timeout;
  spec.send_timeout = configured.send_timeout;
  spec.read_timeout = configured.read_timeout;
  spec.message_timeout = configured.eom_timeout;
  if (auto path = configured.local_path()) {
    find_local(spec, *path, opener);
  } else {
    bool inet6 = ascii::lower(configured.socket).starts_with("inet6:");
    find_host(spec, configured.socket.substr(configured.socket.find(':') + 1), inet6 ? AF_INET6 : AF_INET);
  }
  return spec;
}

milter::MacroLists macro_lists(const config::Options& options) {
  // In the order of StageFacts::macro_list.
  const config::MilterMacros& macros = options.milter_macros;
  return {macros.connect, macros.helo, macros.envfrom, macros.envrcpt, macros.data, macros.eom, macros.eoh};
}

}  // namespace sm::daemon
