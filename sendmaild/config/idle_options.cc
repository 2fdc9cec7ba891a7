// A row leaves the table when the option gets its effect.
#include "sendmaild/config/idle_options.h"

#include <fmt/format.h>

#include <array>

namespace sm::config {
namespace {

// Whether a member has another value than without any O line.
template <auto Member>
bool differs(const Options& options) {
  return options.*Member != Options().*Member;
}

struct IdleOption {
  std::string_view name;
  std::string_view reason;
  bool (*is_set)(const Options& options);
};

constexpr std::string_view kGenerator = "the kernel's generator is used";
constexpr std::string_view kNoFork = "no process is forked for a queue job";
constexpr std::string_view kOneProcess = "deliveries run in one process";
constexpr std::string_view kProviders = "OpenSSL 3 has providers instead";
constexpr std::string_view kFullNames = "full names are not searched";
constexpr std::string_view kUsers = "users are always those of the system (pw)";
constexpr std::string_view kTranscripts = "transcripts are written without a memory limit of their own";

const std::array kIdle = std::to_array<IdleOption>({
    {"RandFile", kGenerator, differs<&Options::rand_file>},
    {"ForkEachJob", kNoFork, differs<&Options::fork_each_job>},
    {"MaxQueueChildren", kOneProcess, differs<&Options::max_queue_children>},
    {"MaxRunnersPerQueue", kOneProcess, differs<&Options::max_runners_per_queue>},
    {"NiceQueueRun", kOneProcess, differs<&Options::nice_queue_run>},
    {"SSLEngine", kProviders, differs<&Options::ssl_engine>},
    {"SSLEnginePath", kProviders, differs<&Options::ssl_engine_path>},
    {"MatchGECOS", kFullNames, differs<&Options::match_gecos>},
    {"MailboxDatabase", kUsers, differs<&Options::mailbox_database>},
    {"XscriptFileBufferSize", kTranscripts, differs<&Options::xscript_file_buffer_size>},
});

}  // namespace

std::vector<std::string> idle_option_lines(const Config& config) {
  std::vector<std::string> lines;
  for (const IdleOption& option : kIdle) {
    if (!option.is_set(config.options)) continue;
    lines.push_back(fmt::format("option {} accepted, has no effect here: {}", option.name, option.reason));
  }
  return lines;
}

}  // namespace sm::config
