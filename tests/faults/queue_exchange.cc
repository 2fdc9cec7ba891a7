// A program for queue_exchange.py: writes messages into a queue directory, or prints it as mailq does.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "sendmaild/queue/commit.h"
#include "sendmaild/queue/print.h"

using namespace sm;
using namespace sm::queue;

namespace {

message::Envelope envelope_for(const macros::MacroScope* outer, const char* recipient, TimePoint now) {
  message::Envelope out(outer);
  out.sender = "<lee@exchange.test>";
  out.created = now;
  out.priority = recipient[0] == '<' ? 30000 : 30001;
  out.recipients.resize(1);
  out.recipients[0].address = recipient;
  for (const char* value : {" Lee <lee@exchange.test>", " h\xc3\xa9 \x81\xff folded\n\tonce"})
    out.headers.append(message::HeaderField{out.headers.fields().empty() ? "From" : "Subject", value, "", "", false, false});
  return out;
}

int write_messages(const config::Config& config, const QueuePaths& paths) {
  SystemClock clock;
  QueueIdSource ids(clock, ::getpid());
  macros::MacroScope outer(config.macros);
  std::unique_ptr<MessageStore> store = make_classic_store(config, paths, ids);
  for (const char* recipient : {"<kim@exchange.test>", "park"}) {
    Result<std::unique_ptr<IncomingMessage>> message = store->begin(store->new_id(), "", 0);
    if (!message || !(*message)->write("body for " + std::string(recipient) + "\n").ok()) return 1;
    Result<QueueEntry> entry = (*message)->commit(envelope_for(&outer, recipient, clock.now()), Durability::durable);
    if (!entry) return 1;
    std::puts(entry->id().c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  config::Config config;
  config.options.queue_directory = argv[2];
  Result<QueuePaths> paths = QueuePaths::open(config);
  if (!paths) return 1;
  if (std::string_view(argv[1]) == "write") return write_messages(config, *paths);
  std::fputs(print_queue(*paths, config, PrintRules(), SystemClock().now()).c_str(), stdout);
  return 0;
}
