// Copies are in the queue before the members leave the original: a crash in between sends twice, never not at all.
#include "sendmaild/delivery/split.h"

#include <algorithm>
#include <iterator>

#include "lib/base/log.h"
#include "sendmaild/delivery/envelope_log.h"
#include "sendmaild/delivery/queue_choice.h"

namespace sm::delivery {
namespace {

using message::Recipient;

bool is_open(const Recipient& recipient) {
  return recipient.state == Recipient::State::pending || recipient.state == Recipient::State::deferred ||
         recipient.state == Recipient::State::failed;
}

// Its macros $f and $g are the owner, whom nobody's rights are known of.
message::Envelope envelope_of(const message::Envelope& original, const std::string& owner) {
  message::Envelope copy = original;
  copy.recipients.clear();
  copy.id.clear();
  copy.sender = owner;
  copy.sender_user.reset();
  copy.sender_mailer = nullptr;
  copy.warning_sent = false;
  copy.status_message.clear();
  copy.macros.set("f", bare_address(owner));
  copy.macros.set("g", bare_address(owner));
  return copy;
}

}  // namespace

std::vector<message::Envelope> take_owned(message::Envelope& envelope) {
  std::vector<message::Envelope> parts;
  std::vector<Recipient> left;
  for (Recipient& recipient : envelope.recipients) {
    const std::string& owner = recipient.owner;
    if (owner.empty() || !is_open(recipient) || bare_address(owner) == bare_address(envelope.sender)) {
      left.push_back(std::move(recipient));
      continue;
    }
    auto part = std::find_if(parts.begin(), parts.end(), [&](const message::Envelope& one) { return one.sender == owner; });
    if (part == parts.end()) part = parts.insert(parts.end(), envelope_of(envelope, owner));
    // The sender hears that the list has it; more is not his business.
    recipient.notify.success = false;
    part->recipients.push_back(std::move(recipient));
  }
  envelope.recipients = std::move(left);
  return parts;
}

std::vector<queue::QueueEntry> queue_parts(Spool& spool, queue::QueueEntry& entry, std::vector<message::Envelope> parts) {
  std::vector<queue::QueueEntry> queued;
  for (message::Envelope& part : parts) {
    std::string id = spool.store().new_id();
    part.id = id;
    part.macros.set("i", id);
    std::vector<Recipient> recipients = part.recipients;
    std::string group = part.queue_group;
    auto copy = spool.store().commit_with_body(id, group, std::move(part), entry.body(), &entry, queue::Durability::durable);
    if (copy) {
      queued.push_back(*std::move(copy));
      continue;
    }
    log::write(log::Priority::critical, entry.id(), "SYSERR(root): " + copy.error().text);
    std::move(recipients.begin(), recipients.end(), std::back_inserter(entry.envelope().recipients));
  }
  if (queued.empty()) return queued;
  if (auto saved = entry.save(); !saved) log::write(log::Priority::critical, entry.id(), "SYSERR(root): " + saved.error().text);
  return queued;
}

std::vector<queue::QueueEntry> split_by_owner(Spool& spool, queue::QueueEntry& entry) {
  auto parts = take_owned(entry.envelope());
  for (message::Envelope& part : parts) part.queue_group = queue_group_of(spool.site(), part.recipients.front(), part);
  auto copies = queue_parts(spool, entry, std::move(parts));
  for (const queue::QueueEntry& copy : copies) {
    if (!spool.site().log_level(5)) break;
    log::write(log::Priority::info, entry.id(), copy.id() + ": clone: owner=" + copy.envelope().sender);
  }
  return copies;
}

}  // namespace sm::delivery
