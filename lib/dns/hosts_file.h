// HostsFile: /etc/hosts (hosts(5)), read again when it changes. Thread-safe.
#pragma once

#include <sys/types.h>

#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/guarded.h"

namespace sm::dns {

struct HostsEntry {
  std::string address;
  std::vector<std::string> names;  // the first is the official one
};

class HostsFile {
 public:
  explicit HostsFile(std::string path);

  // The entries with this name (without case), in the file's order.
  std::vector<HostsEntry> with_name(std::string_view name) const;
  // The entry of this address (compared as an address, not as text).
  std::optional<HostsEntry> with_address(std::string_view address) const;

 private:
  struct Contents {
    ino_t inode = 0;
    timespec modified{};
    off_t size = -1;
    std::shared_ptr<const std::vector<HostsEntry>> entries;
  };
  std::shared_ptr<const std::vector<HostsEntry>> entries() const;

  std::string path_;
  mutable Guarded<Contents> contents_;
};

}  // namespace sm::dns
