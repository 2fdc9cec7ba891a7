// Each address once, whatever is written around it.
#include "sendmaild/dsn/readers.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/text.h"
#include "sendmaild/dsn/report_parts.h"
#include "sendmaild/message/header_rewrite.h"

namespace sm::dsn {

namespace {

void add(std::vector<std::string>& readers, std::string address) {
  std::string bare = message::crack_address(address).address;
  bool known = std::any_of(readers.begin(), readers.end(), [&bare](const std::string& reader) {
    return ascii::equal_ignoring_case(message::crack_address(reader).address, bare);
  });
  if (!known) readers.push_back(std::move(address));
}

// The sender without his route, "<@relay:user@host>", which may not be the way back; empty where there is none.
std::string without_route(std::string_view sender) {
  size_t colon = sender.find(':');
  if (!sender.starts_with("<@") || colon == std::string_view::npos || sender.substr(colon) == ":>") return "";
  return "<" + std::string(sender.substr(colon + 1));
}

std::vector<std::string> senders(const message::Envelope& original, const ReportRequest& request,
                                 const config::Options& options) {
  std::vector<std::string> out;
  if (!without_brackets(original.sender).empty()) {
    out.push_back(original.sender);
    std::string direct = options.dont_prune_routes ? "" : without_route(original.sender);
    if (!direct.empty()) add(out, std::move(direct));
  }
  if (request.kind != ReportKind::failure) return out;
  for (std::string& address : errors_to(original, options)) add(out, std::move(address));
  return out;
}

}  // namespace

std::vector<std::string> errors_to(const message::Envelope& original, const config::Options& options) {
  std::vector<std::string> out;
  if (!options.use_errors_to || original.is_bounce) return out;
  for (const message::HeaderField& field : original.headers.fields()) {
    if (!ascii::equal_ignoring_case(field.name, "Errors-To")) continue;
    for (std::string_view member : message::split_addresses(field.value, message::ListStyle::commas)) {
      std::erase(out.emplace_back(member), '\n');
    }
  }
  return out;
}

std::vector<std::string> readers_of(const ReportParts& parts, const ReportRequest& request) {
  const config::Options& options = parts.config->options;
  const message::Envelope& original = *parts.original;
  std::string address;
  switch (request.to) {
    case ReportRequest::To::sender:
      return senders(original, request, options);
    case ReportRequest::To::postmaster:
      address = macros::expand(options.postmaster_copy, original.macros);
      break;
    case ReportRequest::To::double_bounce:
      address = macros::expand(options.double_bounce_address, original.macros);
      // A report that could not be delivered to that very address ends here.
      for (const message::Recipient& recipient : original.recipients)
        if (original.is_bounce && ascii::equal_ignoring_case(without_brackets(recipient.address), address)) address.clear();
      break;
  }
  if (address.empty()) return {};
  return {std::move(address)};
}

}  // namespace sm::dsn
