// See the header.
#include "lib/dns/service_switch.h"

#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::dns {

namespace {

using Services = std::map<std::string, std::vector<std::string>, std::less<>>;

Services parse(std::string_view text) {
  Services services;
  for (std::string_view line : split(text, '\n')) {
    std::vector<std::string_view> parts = words(line.substr(0, line.find('#')));
    if (parts.empty()) continue;
    // The first line of a service counts.
    services.try_emplace(std::string(parts[0]), parts.begin() + 1, parts.end());
  }
  return services;
}

}  // namespace

ServiceSwitch::ServiceSwitch(std::string path) : path_(std::move(path)) {}

std::vector<std::string> ServiceSwitch::sources(std::string_view service) const {
  constexpr std::chrono::seconds kInterval{10};
  return contents_.with([&](Contents& contents) -> std::vector<std::string> {
    auto now = std::chrono::steady_clock::now();
    if (!contents.read || now - contents.checked >= kInterval) {
      Result<std::string> text = read_file(path_, 1U << 20);
      contents.services = text ? parse(*text) : Services();
      contents.checked = now;
      contents.read = true;
    }
    auto found = contents.services.find(service);
    if (found != contents.services.end()) return found->second;
    if (service == "aliases") return {"files"};
    if (service == "hosts") return {"dns", "files"};
    return {};
  });
}

}  // namespace sm::dns
