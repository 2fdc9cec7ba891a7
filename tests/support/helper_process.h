// A helper for tests: a child process that serves one channel until the object goes.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "sendmaild/process/helper.h"

namespace sm::test {

class HelperProcess {
 public:
  HelperProcess(const process::HelperTable& table, process::HelperRights rights) : link_(*process::make_helper_link()) {
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      log::set_sink([](log::Priority, const std::string&) {});
      link_.role_end.reset();
      ::_exit(process::serve_helper({process::HelperChannel{link_.helper_end.get(), rights}}, table));
    }
    link_.helper_end.reset();
  }
  HelperProcess(const HelperProcess&) = delete;
  HelperProcess& operator=(const HelperProcess&) = delete;
  ~HelperProcess() {
    link_.role_end.reset();
    ::waitpid(pid_, nullptr, 0);
  }
  int socket() const { return link_.role_end.get(); }

 private:
  process::HelperLink link_;
  pid_t pid_ = -1;
};

}  // namespace sm::test
