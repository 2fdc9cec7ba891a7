// See the header. Invariant: with the default group alone, and without a limit, nothing is looked up and nothing divided.
#include "sendmaild/delivery/queue_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "lib/base/ascii.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "sendmaild/delivery/split.h"

namespace sm::delivery {
namespace {

using message::Recipient;

bool is_waiting(const Recipient& recipient) {
  return recipient.state == Recipient::State::pending || recipient.state == Recipient::State::deferred;
}

std::string joined_ids(const std::vector<queue::QueueEntry>& entries) {
  std::string ids;
  for (const queue::QueueEntry& entry : entries) ids += (ids.empty() ? "" : "; ") + entry.id();
  return ids;
}

void log_split(const Spool& spool, const queue::QueueEntry& entry, const std::vector<queue::QueueEntry>& parts) {
  if (parts.empty() || !spool.site().log_level(9)) return;
  log::write(log::Priority::notice, entry.id(),
             fmt::format("split: count={}, id{}={}", parts.size(), parts.size() == 1 ? "" : "s", joined_ids(parts)));
}

}  // namespace

std::string queue_group_of(const Site& site, const Recipient& recipient, message::Envelope& envelope) {
  const config::Config& config = *site.config;
  const std::string& standard = config.queue_groups.front().name;
  if (config.queue_groups.size() == 1) return standard;
  if (site.rules->has_ruleset("queuegroup")) {
    rules::RewriteContext context;
    context.macros = &envelope.macros;
    context.queue_id = envelope.id;
    auto verdict = site.rules->check("queuegroup", recipient.user, std::nullopt, context);
    bool answers = !verdict.temporary_failure && verdict.answer;
    const config::QueueGroup* group = answers ? config.find_queue_group(trim(*verdict.answer)) : nullptr;
    if (group != nullptr) return group->name;
  }
  return recipient.mailer == nullptr || recipient.mailer->queue_group.empty() ? standard : recipient.mailer->queue_group;
}

std::vector<message::Envelope> divide(message::Envelope& envelope,
                                      const std::function<GroupLimit(const Recipient&)>& group_of) {
  std::vector<message::Envelope> parts;
  std::vector<Recipient> stay;
  // Where the next recipient of a group goes. A vector of parts moves its members when it grows: kept by number.
  std::vector<std::pair<std::string, size_t>> open;
  size_t used_here = 0;
  for (Recipient& recipient : envelope.recipients) {
    GroupLimit group = is_waiting(recipient) ? group_of(recipient) : GroupLimit{};
    bool own = !is_waiting(recipient) || ascii::equal_ignoring_case(group.name, envelope.queue_group);
    auto room = [&](size_t used) { return group.max_recipients <= 0 || used < static_cast<size_t>(group.max_recipients); };
    if (own && (!is_waiting(recipient) || room(used_here))) {
      used_here += is_waiting(recipient) ? 1 : 0;
      stay.push_back(std::move(recipient));
      continue;
    }
    auto at = std::find_if(open.begin(), open.end(), [&](const auto& one) { return one.first == group.name; });
    if (at == open.end()) at = open.insert(open.end(), {group.name, SIZE_MAX});
    if (at->second == SIZE_MAX || !room(parts[at->second].recipients.size())) {
      at->second = parts.size();
      message::Envelope part = envelope;
      part.recipients.clear();
      part.queue_group = group.name;
      parts.push_back(std::move(part));
    }
    parts[at->second].recipients.push_back(std::move(recipient));
  }
  envelope.recipients = std::move(stay);
  return parts;
}

std::vector<queue::QueueEntry> split_by_group(Spool& spool, queue::QueueEntry& entry) {
  const Site& site = spool.site();
  const auto& groups = site.config->queue_groups;
  if (groups.size() == 1 && groups.front().max_recipients <= 0) return {};
  message::Envelope& envelope = entry.envelope();
  envelope.queue_group = groups.at(entry.where().group).name;
  auto group_of = [&](const Recipient& recipient) {
    GroupLimit limit;
    limit.name = queue_group_of(site, recipient, envelope);
    if (const config::QueueGroup* group = site.config->find_queue_group(limit.name)) limit.max_recipients = group->max_recipients;
    return limit;
  };
  auto parts = queue_parts(spool, entry, divide(envelope, group_of));
  log_split(spool, entry, parts);
  return parts;
}

}  // namespace sm::delivery
