// See the header. Sessions are shown as the children that sendmail has for them, under the process that leads them.
#include "sendmaild/daemon/control_server.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <set>
#include <utility>

#include "lib/base/log.h"
#include "sendmaild/daemon/control_socket.h"
#include "sendmaild/daemon/help_text.h"
#include "sendmaild/net/line_buffer.h"
#include "sendmaild/process/load_average.h"

namespace sm::daemon {
namespace {

constexpr size_t kCommandLength = 2046;

// Counts a conversation for as long as it lives.
class Counted {
 public:
  explicit Counted(int& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  int& count_;
};

std::string seen_from(const std::string& base, const std::string& folder) {
  if (folder == base) return ".";
  return folder.compare(0, base.size() + 1, base + "/") == 0 ? folder.substr(base.size() + 1) : folder;
}

std::vector<ControlFacts::FileSystem> file_systems(const delivery::Spool& spool) {
  std::vector<ControlFacts::FileSystem> found;
  std::set<dev_t> known;
  std::string base = queue_base(spool.site().options());
  const queue::QueuePaths& paths = spool.paths();
  for (const queue::QueueGroupPaths& group : paths.groups()) {
    for (const queue::QueueDirectory& directory : group.directories) {
      int folder = paths.folders()->fd(directory.control_folder);
      struct stat facts {};
      struct statvfs space {};
      if (::fstat(folder, &facts) != 0 || ::fstatvfs(folder, &space) != 0 || !known.insert(facts.st_dev).second) continue;
      auto bytes = static_cast<int64_t>(space.f_bavail) * static_cast<int64_t>(space.f_frsize);
      found.push_back({seen_from(base, directory.path), bytes / 1024});
    }
  }
  return found;
}

std::string help(const delivery::Site& site) {
  macros::MacroScope globals(site.config->macros);
  return help_reply(site.options().help_file, "control", globals).wire();
}

}  // namespace

ControlServer::ControlServer(net::EventLoop& loop, net::BlockingPool& disk, std::shared_ptr<delivery::Spool> spool,
                             const ConnectionLimits& limits, ControlLink link)
    : loop_(loop), disk_(disk), spool_(std::move(spool)), limits_(limits), link_(std::move(link)) {
  listener_ = std::make_unique<net::Listener>(loop_, std::move(link_.socket));
  // A closed listener ends the loop of accept with StreamError.
  loop_.spawn(accept_all(), [](std::exception_ptr) {});
}

net::Task<void> ControlServer::accept_all() {
  for (;;) {
    net::Accepted accepted = co_await listener_->accept();
    // An asker that has gone is no loss.
    loop_.spawn(converse(std::move(accepted.stream)), [](std::exception_ptr) {});
  }
}

net::Task<void> ControlServer::converse(std::unique_ptr<net::Stream> stream) {
  Counted counted(conversations_);
  stream->set_deadline(spool_->site().options().timeouts.control);
  net::LineBuffer lines(*stream);
  net::LineBuffer::Line line;
  try {
    line = co_await lines.read_line(kCommandLength);
  } catch (const net::DeadlinePassed&) {
    if (spool_->site().log_level(3)) {
      log::write(log::Priority::notice, "NOQUEUE", "timeout waiting for input during control command");
    }
    co_return;
  }
  if (line.end == net::LineBuffer::End::end_of_input && line.text.empty()) co_return;
  auto ask = [spool = spool_, known = facts(), text = std::move(line.text)]() mutable {
    known.file_systems = file_systems(*spool);
    return answer_control_command(text, known);
  };
  ControlAnswer answer = co_await disk_.run(std::move(ask));
  co_await stream->write(std::move(answer.text));
  stream->close();
  if (answer.request != ControlRequest::none) link_.request(answer.request);
}

ControlFacts ControlServer::facts() const {
  ControlFacts facts;
  facts.max_children = spool_->site().options().max_daemon_children;
  facts.load = process::load_average();
  facts.processes.push_back({link_.daemon, limits_.title()});
  for (const auto& [client, sessions] : limits_.clients()) {
    for (int i = 0; i < sessions; ++i) facts.processes.push_back({::getpid(), "SMTP server child for " + client});
  }
  for (int i = 1; i < conversations_; ++i) facts.processes.push_back({::getpid(), "control socket server child"});
  facts.children = static_cast<int>(facts.processes.size()) - 1;
  facts.processes.push_back({::getpid(), "console socket child"});
  facts.help = [spool = spool_] { return help(spool->site()); };
  return facts;
}

}  // namespace sm::daemon
