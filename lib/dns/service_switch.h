// ServiceSwitch: the file ServiceSwitchFile, which says where names are looked up ("hosts files dns"). Looked at again at
// most every ten seconds, as sendmail does. Thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/guarded.h"

namespace sm::dns {

class ServiceSwitch {
 public:
  explicit ServiceSwitch(std::string path);

  // The sources of a service, in order. Without a line of its own: "files" for aliases, "dns files" for hosts.
  std::vector<std::string> sources(std::string_view service) const;

 private:
  struct Contents {
    std::chrono::steady_clock::time_point checked{};
    bool read = false;
    std::map<std::string, std::vector<std::string>, std::less<>> services;
  };

  std::string path_;
  mutable Guarded<Contents> contents_;
};

}  // namespace sm::dns
