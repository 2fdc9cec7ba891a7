// The parts of a report's body, between report.cc that builds the message and the text that sendmail's users know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sendmaild/dsn/report.h"

namespace sm::dsn {

// What all parts need to know.
struct ReportView {
  const ReportParts& parts;
  const ReportRequest& request;
  std::string host;                 // $j
  bool to_postmaster = false;       // postmaster copy or double bounce

  const message::Envelope& original() const { return *parts.original; }
  const config::Options& options() const { return parts.config->options; }
};

std::string_view without_brackets(std::string_view address);
// Whether the recipient is in the permanent errors / is told of in part 2.
bool is_failure_to_report(const message::Recipient& recipient);
bool is_reported(const message::Recipient& recipient, ReportKind kind);

// Part 1 without its MIME frame: what people read.
std::string explanation(const ReportView& view);
// Part 2: message/delivery-status (RFC 3464).
std::string delivery_status(const ReportView& view);

}  // namespace sm::dsn
