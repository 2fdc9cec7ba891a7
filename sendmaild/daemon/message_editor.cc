// See the header. Invariant: a new body goes to the store piece by piece as it comes; it is never whole in memory.
#include "sendmaild/daemon/message_editor.h"

#include <fmt/format.h>

#include <algorithm>

#include "sendmaild/daemon/envelope_edits.h"
#include "sendmaild/daemon/header_edits.h"

namespace sm::daemon {
namespace {

using milter::Change;

// On the disk pool.
Result<void> store_piece(SessionContext& context, const std::string& piece, bool first) {
  queue::IncomingMessage& incoming = *context.incoming;
  message::Envelope& envelope = *context.envelope;
  int64_t size_before = incoming.body_size();
  Result<void> stored = first ? incoming.replace_body(piece) : incoming.write(piece);
  envelope.message_size += incoming.body_size() - size_before;
  envelope.has_8bit = envelope.has_8bit || std::any_of(piece.begin(), piece.end(), [](char c) { return (c & 0x80) != 0; });
  envelope.macros.set("msg_size", std::to_string(envelope.message_size));
  return stored;
}

// On the disk pool.
Result<std::string> read_piece(SessionContext& context, int64_t offset, size_t limit) {
  Result<message::BodyFile> body = context.incoming->peek_body();
  if (!body) return std::move(body).error();
  return body->read(offset, limit);
}

}  // namespace

MessageEditor::MessageEditor(std::shared_ptr<SessionContext> context, net::BlockingPool& lookup, net::BlockingPool& disk,
                             Log log)
    : context_(std::move(context)), lookup_(lookup), disk_(disk), log_(std::move(log)) {
  add_placeholders(context_->envelope->headers, *context_->site->config);
}

MessageEditor::~MessageEditor() { remove_placeholders(context_->envelope->headers); }

std::vector<milter::Message::Header> MessageEditor::headers() const {
  std::vector<Header> headers;
  for (const message::HeaderField& field : context_->envelope->headers.fields()) {
    if (!field.is_default) headers.push_back({field.name, field.value});
  }
  return headers;
}

net::Task<Result<std::string>> MessageEditor::read_body(int64_t offset, size_t limit) {
  auto job = [context = context_, offset, limit] { return read_piece(*context, offset, limit); };
  co_return co_await disk_.run(std::move(job));
}

void MessageEditor::edit_header(const std::string& filter, const Change& change) {
  HeaderEdit edit{change.index, change.name, change.value, change.as_written};
  message::HeaderList& headers = context_->envelope->headers;
  std::string done;
  if (change.kind == Change::Kind::add_header) done = add_header(headers, edit);
  if (change.kind == Change::Kind::insert_header) done = insert_header(headers, edit);
  if (change.kind == Change::Kind::change_header) done = change_header(headers, edit);
  log_(8, fmt::format("Milter ({}) {}", filter, done));
}

net::Task<Result<void>> MessageEditor::replace_body(std::string filter, std::string piece) {
  bool first = replacing_filter_ != filter;
  if (first) {
    replacing_filter_ = filter;
    decoder_ = {};
    log_(8, fmt::format("Milter ({}) message: body replaced", filter));
  }
  decoder_.convert(piece);
  auto job = [context = context_, piece = std::move(piece), first] { return store_piece(*context, piece, first); };
  co_return co_await disk_.run(std::move(job));
}

net::Task<Result<void>> MessageEditor::finish_body() {
  Result<void> done;
  std::string rest = decoder_.finish();
  if (rest.empty()) co_return done;
  auto job = [context = context_, rest] { return store_piece(*context, rest, false); };
  co_return co_await disk_.run(std::move(job));
}

void MessageEditor::quarantine(const std::string& filter, const std::string& reason) {
  log_(3, fmt::format("milter={}, quarantine={}", filter, reason));
  // Without a reason nobody could tell that the message is held.
  context_->envelope->quarantine_reason = reason.empty() ? filter : reason;
}

net::Task<Result<void>> MessageEditor::apply(std::string filter, Change change) {
  Result<void> done;
  switch (change.kind) {
    case Change::Kind::add_header: case Change::Kind::insert_header: case Change::Kind::change_header:
      edit_header(filter, change);
      break;
    case Change::Kind::add_recipient: case Change::Kind::add_recipient_with_arguments: {
      log_(8, fmt::format("Milter ({}) add: rcpt: {}", filter, change.name));
      auto job = [context = context_, change] { add_recipients(*context, change.name, change.value); };
      co_await lookup_.run(std::move(job));
      break;
    }
    case Change::Kind::delete_recipient: {
      auto job = [context = context_, change] { return delete_recipient(*context, change.name); };
      size_t count = co_await lookup_.run(std::move(job));
      log_(8, fmt::format("Milter ({}) delete: rcpt {}, naddrs={}", filter, change.name, count));
      break;
    }
    case Change::Kind::change_sender: {
      log_(8, fmt::format("Milter ({}) chgfrom: {}", filter, change.name));
      auto job = [context = context_, change] { change_sender(*context, change.name, change.value); };
      co_await lookup_.run(std::move(job));
      break;
    }
    case Change::Kind::replace_body:
      done = co_await replace_body(std::move(filter), std::move(change.value));
      break;
    case Change::Kind::quarantine: quarantine(filter, change.value); break;
  }
  co_return done;
}

}  // namespace sm::daemon
