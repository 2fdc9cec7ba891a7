// Running programs as the user we are: input, output, exit status, signals, what cannot be executed; through the helper's
// socket and without it.
#include "sendmaild/process/helper_client.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/posix.h"

using namespace sm::process;

namespace {

HelperTable shell_table() {
  HelperTable table;
  table.mailers.resize(3);
  table.mailers[1].path = "/bin/sh";
  table.mailers[1].may_be_root = true;
  table.mailers[2].path = "/nonexistent/mailer";
  table.mailers[2].may_be_root = true;
  table.environment = {"AGENT=sendmail"};
  return table;
}

RunRequest shell(const std::string& script) {
  RunRequest request;
  request.mailer = 1;
  request.argv = {"sh", "-c", script};
  request.user = RunUser{getuid(), getgid(), ""};
  return request;
}

void check_programs(HelperClient& client) {
  SUBCASE("output, environment and exit status come back") {
    auto mailer = client.run(shell("read line; echo \"$line $AGENT\"; exit 67"));
    REQUIRE(mailer.ok());
    REQUIRE(sm::write_all((*mailer)->input.get(), "hello\n").ok());
    (*mailer)->input.reset();
    auto output = sm::read_all((*mailer)->output.get(), 1000);
    REQUIRE(output.ok());
    CHECK(*output == "hello sendmail\n");
    auto status = (*mailer)->wait();
    REQUIRE(status.ok());
    CHECK(status->exited);
    CHECK(status->exit_code == 67);
  }
  SUBCASE("a signal is told apart from an exit") {
    auto mailer = client.run(shell("kill -9 $$"));
    REQUIRE(mailer.ok());
    auto status = (*mailer)->wait();
    REQUIRE(status.ok());
    CHECK_FALSE(status->exited);
    CHECK(status->signal == SIGKILL);
  }
  SUBCASE("a program that is not there is an error, at start or at the end") {
    RunRequest request = shell("");
    request.mailer = 2;
    auto mailer = client.run(request);
    bool failed = !mailer.ok() || !(*mailer)->wait().ok();
    CHECK(failed);
  }
  SUBCASE("a mailer without a program is never run") {
    RunRequest request = shell("exit 0");
    request.mailer = 0;
    auto mailer = client.run(request);
    bool failed = !mailer.ok() || !(*mailer)->wait().ok();
    CHECK(failed);
  }
}

}  // namespace

TEST_CASE("process/helper_client: programs run by this process") {
  auto client = helper_here(shell_table());
  check_programs(*client);
}

TEST_CASE("process/helper_client: programs run through the helper") {
  int pair[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
  pid_t helper = fork();
  if (helper == 0) {
    close(pair[0]);
    _exit(serve_helper({HelperChannel{pair[1], HelperRights::delivering}}, shell_table()));
  }
  close(pair[1]);
  {
    auto client = helper_at(pair[0], std::chrono::seconds(60));
    check_programs(*client);
  }
  close(pair[0]);
  int status = 0;
  waitpid(helper, &status, 0);
  CHECK(WIFEXITED(status));
}
