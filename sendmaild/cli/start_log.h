// The beginnings that all modes share: the mail log's tag, the line that says that a daemon starts, the services of
// deliveries in this process.
#pragma once

#include <memory>
#include <string>

#include "sendmaild/cli/options.h"
#include "sendmaild/delivery/run.h"

namespace sm::cli {

// syslog under -L's tag or the name we are called by; standard error with --one-process.
void open_log(const CommandLine& line);

// "starting daemon (8.17.1.9): SMTP+queueing@01:00:00", at LogLevel 9.
void log_start(const delivery::Site& site, const std::string& what, const CommandLine& line);

// Deliveries that run in this process with its own rights. Owns what DeliveryServices points to.
class OwnDeliveries {
 public:
  // Error: the queue directory cannot be used.
  static Result<std::unique_ptr<OwnDeliveries>> open(const delivery::SharedSite& site);
  const delivery::DeliveryServices& services() const { return services_; }
  const std::shared_ptr<delivery::Spool>& spool() const { return services_.spool; }

 private:
  OwnDeliveries() = default;
  std::unique_ptr<process::HelperClient> helper_;
  std::unique_ptr<delivery::Wire> wire_;
  delivery::DeliveryServices services_;
};

}  // namespace sm::cli
