// See the header.
#include "lib/dns/hosts_file.h"

#include <arpa/inet.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "lib/base/text.h"

namespace sm::dns {

namespace {

std::vector<HostsEntry> parse(std::string_view text) {
  std::vector<HostsEntry> entries;
  for (std::string_view line : split(text, '\n')) {
    std::vector<std::string_view> parts = words(line.substr(0, line.find('#')));
    if (parts.size() < 2) continue;
    HostsEntry entry;
    entry.address = parts[0];
    entry.names.assign(parts.begin() + 1, parts.end());
    entries.push_back(std::move(entry));
  }
  return entries;
}

// One spelling per address; the text itself where it is none.
std::string normal_address(std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> raw{};
  std::array<char, INET6_ADDRSTRLEN> spelled{};
  std::string address(text);
  for (int family : {AF_INET, AF_INET6}) {
    if (::inet_pton(family, address.c_str(), raw.data()) == 1 &&
        ::inet_ntop(family, raw.data(), spelled.data(), spelled.size()) != nullptr) {
      return spelled.data();
    }
  }
  return address;
}

}  // namespace

HostsFile::HostsFile(std::string path) : path_(std::move(path)) {}

std::shared_ptr<const std::vector<HostsEntry>> HostsFile::entries() const {
  return contents_.with([&](Contents& contents) {
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0) return std::make_shared<const std::vector<HostsEntry>>();
    bool same = contents.entries != nullptr && contents.inode == status.st_ino && contents.size == status.st_size &&
                contents.modified.tv_sec == status.st_mtim.tv_sec && contents.modified.tv_nsec == status.st_mtim.tv_nsec;
    if (!same) {
      constexpr size_t kLargest = 64U << 20;
      Result<std::string> text = read_file(path_, kLargest);
      contents.entries = std::make_shared<const std::vector<HostsEntry>>(
          text ? parse(*text) : std::vector<HostsEntry>());
      contents.inode = status.st_ino;
      contents.size = status.st_size;
      contents.modified = status.st_mtim;
    }
    return contents.entries;
  });
}

std::vector<HostsEntry> HostsFile::with_name(std::string_view name) const {
  std::vector<HostsEntry> found;
  for (const HostsEntry& entry : *entries()) {
    bool named = std::any_of(entry.names.begin(), entry.names.end(),
                             [&](const std::string& each) { return ascii::equal_ignoring_case(each, name); });
    if (named) found.push_back(entry);
  }
  return found;
}

std::optional<HostsEntry> HostsFile::with_address(std::string_view address) const {
  std::string wanted = normal_address(address);
  for (const HostsEntry& entry : *entries()) {
    if (normal_address(entry.address) == wanted) return entry;
  }
  return std::nullopt;
}

}  // namespace sm::dns
