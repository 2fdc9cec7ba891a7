// Mailers with P=[IPC]: from the host of a batch to connections. Walks mail exchangers and their addresses (RFC 5321 §5.1),
// takes host lists ("a:b"), address literals and F=0 at their word, talks LMTP to local sockets (A=FILE path).
#pragma once

#include "sendmaild/delivery/host_table.h"
#include "sendmaild/delivery/smtp_conversation.h"
#include "sendmaild/delivery/statistics.h"

namespace sm::delivery {

// What all deliveries of a process share for talking to servers.
struct SmtpServices {
  Wire* wire = nullptr;
  std::shared_ptr<const net::TlsContext> tls;
  std::shared_ptr<SharedSasl> sasl = std::make_shared<SharedSasl>();
  HostTable* hosts = nullptr;  // of the run
  std::shared_ptr<const TrafficLog> traffic;  // -X, or null
  Statistics* statistics = nullptr;
};

Outcomes run_smtp_mailer(const Site& site, const SmtpServices& services, Batch& batch,
                         const std::function<void(const std::string&)>& verbose);

// LMTP or SMTP over the standard input and output of a program (no $u in A=).
Outcomes run_dialogue_program(const Site& site, const SmtpServices& services, process::HelperClient& helper, Batch& batch,
                              const std::function<void(const std::string&)>& verbose);

}  // namespace sm::delivery
