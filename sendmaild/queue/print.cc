// Each control file is read once and printed as it stands; what a damaged one still tells is shown too.
#include "sendmaild/queue/print.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/ascii.h"
#include "lib/base/posix.h"
#include "sendmaild/message/date.h"
#include "sendmaild/queue/qf_read.h"
#include "sendmaild/queue/queue_entry.h"
#include "sendmaild/queue/run_plan.h"

namespace sm::queue {

namespace {

// What fits into the columns, in the short and in the verbose form.
struct Widths {
  size_t sender, recipient, status;
};
constexpr Widths kShort{39, 38, 60}, kLong{78, 71, 100};
constexpr size_t kControllerWidth = 64;

// Cut to `width` characters of the text, then made printable.
std::string shown(std::string_view text, size_t width) {
  std::string out;
  for (char c : text.substr(0, width)) {
    if (c == '\\')
      out += "\\\\";
    else if (ascii::is_print(c))
      out += c;
    else
      out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  return out;
}

class Printer {
 public:
  Printer(const QueuePaths& paths, const config::Config& config, const PrintRules& rules, TimePoint now)
      : paths_(paths), config_(config), rules_(rules), now_(now), widths_(rules.verbose ? kLong : kShort) {}

  void directory(size_t group, size_t directory, std::string& out) {
    const QueueDirectory& where = paths_.groups().at(group).directories.at(directory);
    ScanRules scan;
    scan.order = config_.options.queue_sort_order;
    scan.selector = rules_.selector;
    scan.min_age = config_.options.min_queue_age;
    scan.max_age = config_.options.max_queue_age;
    scan.max_items = static_cast<size_t>(std::max(0, config_.options.max_queue_run_size));
    scan.test_locks = true;
    Result<ScanResult> found = scan_directory(paths_, group, directory, scan, now_);
    if (!found) {
      out += found.error().text + "\n";
      return;
    }
    total_ += found->found;
    if (found->found == 0) {
      out += where.shown() + " is empty\n";
      return;
    }
    out += fmt::format("\t\t{} ({} request{}", where.shown(), found->found, found->found == 1 ? "" : "s");
    if (found->cut) out += fmt::format(", only {} printed", found->items.size());
    out += rules_.verbose
               ? ")\n-----Q-ID----- --Size-- -Priority- ---Q-Time--- --------Sender/Recipient--------\n"
               : ")\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n";
    for (const QueueItem& item : found->items) message(item, out);
  }

  size_t total() const { return total_; }

 private:
  void message(const QueueItem& item, std::string& out) {
    constexpr size_t kLargestControlFile = 256 * 1024 * 1024;
    const QueueFile file = paths_.file_of(item.where, item.kind);
    OpenedFile opened = paths_.files().open(file);
    Result<std::string> text = opened.fd.valid() ? read_all(opened.fd.get(), kLargestControlFile)
                                                 : Result<std::string>(system_error("", opened.error));
    QfContents contents;
    if (text) contents = parse_qf(*text, file.name()).contents;
    out += fmt::format("{:>13}", item.where.id) + flag(item, contents);
    if (!text)
      out += fmt::format(" ({})", opened.error == ENOENT ? "job completed" : "permission denied");
    else
      lines(item, contents, out);
    out += '\n';
  }

  char flag(const QueueItem& item, const QfContents& contents) const {
    if (item.locked) return '*';
    if (item.kind == FileKind::lost) return '?';
    if (item.too_young) return '-';
    return should_only_queue(contents.priority, rules_.load, config_.options) ? 'X' : ' ';
  }

  void lines(const QueueItem& item, const QfContents& contents, std::string& out) {
    if (!contents.sender.empty()) sender(item, contents, out);
    std::string controller;
    for (const QfRecipient& to : contents.recipients) {
      if (rules_.verbose && to.controller != controller)
        out += fmt::format("\n\t\t\t\t\t\t(---{}---)", shown(to.controller, kControllerWidth));
      controller = to.controller;
      out += rules_.verbose ? "\n\t\t\t\t\t\t" : "\n\t\t\t\t\t ";
      out += shown(to.address, widths_.recipient);
      if (rules_.verbose && !to.status.empty()) out += "\n\t\t (" + shown(to.status, widths_.status) + ")";
    }
    if (contents.created == 0) out += " (no control file)";
  }

  void sender(const QueueItem& item, const QfContents& contents, std::string& out) {
    std::string time = message::ctime_date(from_seconds(contents.created));
    int64_t size = data_size(item, contents);
    if (rules_.verbose) {
      bool warned = contents.flags.find('w') != std::string::npos;
      out += fmt::format("{:8} {:10}{}{} ", size, contents.priority, warned ? '+' : ' ', time.substr(4, 12));
    } else {
      out += fmt::format("{:8} {} ", size, time.substr(0, 16));
    }
    out += shown(contents.sender, widths_.sender);
    if (contents.is_quarantined) out += "\n     QUARANTINE: " + shown(contents.quarantine, widths_.status);
    if (contents.status.empty() && contents.body_type.empty()) return;
    out += fmt::format("\n    {:>10.10}", contents.body_type);
    if (!contents.status.empty()) out += "   (" + shown(contents.status, widths_.status) + ")";
  }

  int64_t data_size(const QueueItem& item, const QfContents& contents) const {
    std::optional<QueueFile> file = data_file(paths_, item.where, contents);
    OpenedFile place = file ? paths_.files().look(*file) : OpenedFile();
    struct stat facts{};
    return place.fd.valid() && ::fstat(place.fd.get(), &facts) == 0 ? facts.st_size : -1;
  }

  const QueuePaths& paths_;
  const config::Config& config_;
  const PrintRules& rules_;
  TimePoint now_;
  Widths widths_;
  size_t total_ = 0;
};

}  // namespace

std::string print_queue(const QueuePaths& paths, const config::Config& config, const PrintRules& rules, TimePoint now) {
  Printer printer(paths, config, rules, now);
  std::string out;
  std::optional<size_t> only;
  if (!rules.selector.group().empty()) {
    only = paths.find_group(rules.selector.group());
    if (!only) return "Queue group " + rules.selector.group() + " unknown\n";
  }
  for (size_t group = 0; group < paths.groups().size(); ++group) {
    if (only && *only != group) continue;
    for (size_t i = 0; i < paths.groups()[group].directories.size(); ++i) printer.directory(group, i, out);
  }
  return out + fmt::format("\t\tTotal requests: {}\n", printer.total());
}

std::string print_queue_counts(const QueuePaths& paths, const config::Config& config) {
  if (config.options.shared_memory_key == 0 && config.options.shared_memory_key_file.empty())
    return "Data unavailable: shared memory not updated\n";
  std::string out;
  size_t total = 0;
  ScanRules rules;
  rules.order = config::QueueSortOrder::none;
  for (size_t group = 0; group < paths.groups().size(); ++group) {
    for (size_t i = 0; i < paths.groups()[group].directories.size(); ++i) {
      std::string name = paths.groups()[group].directories[i].shown();
      Result<ScanResult> found = scan_directory(paths, group, i, rules, TimePoint());
      if (!found) {
        out += name + ": unknown number of entries\n";
        continue;
      }
      total += found->found;
      out += found->found == 0 ? name + " is empty\n" : fmt::format("{}: entries={}\n", name, found->found);
    }
  }
  return out + fmt::format("\t\tTotal requests: {}\n", total);
}

bool may_see_queue(const QueuePaths& paths, uid_t uid, const std::vector<gid_t>& groups) {
  if (uid == 0) return true;
  struct stat facts{};
  const QueueDirectory& first = paths.groups().at(0).directories.at(0);
  if (::stat(first.path.c_str(), &facts) != 0) return false;
  return std::find(groups.begin(), groups.end(), facts.st_gid) != groups.end();
}

}  // namespace sm::queue
