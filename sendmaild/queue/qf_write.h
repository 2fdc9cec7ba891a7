// From an Envelope to the text of its qf file, byte for byte as sendmail writes it.
#pragma once

#include "sendmaild/queue/qf_format.h"

namespace sm::queue {

// What of an envelope a queue file keeps: recipients that are not done, the macros of class {persistentMacros}, all fields.
QfContents to_contents(const message::Envelope& envelope, const config::Config& config);
std::string format_qf(const QfContents& contents);
// The contents whose data file has a known identity (I line); informative only.
struct DataIdentity {
  uint64_t major = 0, minor = 0, inode = 0;
};
std::string format_qf(const QfContents& contents, const DataIdentity& identity);

}  // namespace sm::queue
