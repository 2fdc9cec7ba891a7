// -bv: what would become of these addresses. Complaints come first, then the deliveries, as sendmail prints them.
// Invariant: nothing is sent and no queue file is made.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "lib/base/log.h"
#include "sendmaild/alias/address_list.h"
#include "sendmaild/cli/modes.h"
#include "sendmaild/cli/privileges.h"
#include "sendmaild/cli/start_log.h"
#include "sendmaild/daemon/mailer_table.h"
#include "sendmaild/delivery/exit_status_map.h"
#include "sendmaild/delivery/local_user.h"

namespace sm::cli {
namespace {

using State = alias::ExpandedRecipient::State;

void print_deliverable(const alias::ExpandedRecipient& recipient) {
  const rules::ResolvedAddress& resolved = recipient.resolved;
  std::string line = fmt::format("{}... deliverable: mailer {}", recipient.address, resolved.mailer->name);
  if (!resolved.host.empty()) line += ", host " + resolved.host;
  line += ", user " + resolved.user + "\n";
  std::fputs(line.c_str(), stdout);
}

int print_problem(const alias::ExpandedRecipient& recipient) {
  std::string line = fmt::format("{} {} {}", recipient.reply_code, recipient.enhanced, recipient.text);
  std::string about = delivery::about_line(line, recipient.address);
  // Codes are for SMTP; people get the text.
  size_t text = about.find(' ', about.find(' ') + 1);
  std::fputs((about.substr(text + 1) + "\n").c_str(), stdout);
  return to_int(recipient.status);
}

}  // namespace

int run_verify(const CommandLine& line) {
  open_log(line);
  LoadedConfig loaded = load_config(line, false);
  if (!loaded.site) return to_int(loaded.status);
  if (line.recipients.empty()) {
    std::fputs("Recipient names must be specified\n", stdout);
    return to_int(ExitStatus::usage);
  }
  auto helper = process::helper_here(daemon::mailer_table(*loaded.site->config));
  auto expander = delivery::make_expander(loaded.site, helper.get());
  macros::MacroScope globals(loaded.site->config->macros);
  macros::MacroScope scope(&globals);
  std::vector<std::string> addresses;
  for (const std::string& argument : line.recipients) {
    for (std::string& address : alias::split_address_list(argument)) addresses.push_back(std::move(address));
  }
  alias::ExpandContext context;
  context.macros = &scope;
  context.no_aliases = line.no_aliases;
  if (line.verbose) {
    context.tell = [](const std::string& text) { std::fputs((text + "\n").c_str(), stdout); };
  }
  auto found = expander->expand(addresses, alias::ExpandFor::delivery, context);
  int status = 0;
  for (const alias::ExpandedRecipient& recipient : found) {
    if (recipient.state != State::failed && recipient.state != State::deferred) continue;
    int own = print_problem(recipient);
    if (status == 0) status = own;
  }
  for (const alias::ExpandedRecipient& recipient : found) {
    bool good = recipient.state == State::deliver || recipient.state == State::verified;
    if (good && recipient.resolved.mailer != nullptr) print_deliverable(recipient);
  }
  return status;
}

}  // namespace sm::cli
