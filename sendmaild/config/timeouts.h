// Timeout.* suboptions. Zero means "no limit of ours" unless the member says otherwise.
#pragma once

#include <array>
#include <chrono>
#include <optional>

namespace sm::config {

// Which of the queue timeouts applies to a message: by Precedence, `dsn` for the null sender at normal precedence.
enum class TimeoutClass { normal, urgent, non_urgent, dsn };

// One duration for each TimeoutClass.
struct ClassTimeouts {
  std::array<std::chrono::seconds, 4> values{};
  std::chrono::seconds operator[](TimeoutClass which) const { return values[static_cast<size_t>(which)]; }
  std::chrono::seconds& operator[](TimeoutClass which) { return values[static_cast<size_t>(which)]; }
};

struct ResolverTimeouts {
  std::optional<std::chrono::seconds> retransmit_first, retransmit_normal, retransmit_default;
  std::optional<int> retry_first, retry_normal, retry_default;
};

struct Timeouts {
  using seconds = std::chrono::seconds;
  // Client side.
  seconds connect{0};   // the kernel's
  seconds iconnect{0};  // first attempt for a message; 0: connect
  seconds aconnect{0};  // all connects of a delivery attempt together; 0 none
  seconds initial{300}, helo{300}, mail{600}, rcpt{3600}, datainit{300}, datafinal{3600}, rset{300}, quit{120}, misc{120};
  seconds lhlo{120}, auth{600}, starttls{3600};
  // Both sides.
  seconds datablock{3600};
  // Server side.
  seconds command{3600};
  seconds ident{5};  // 0: no query
  // Others.
  seconds fileopen{60}, control{120}, hoststatus{1800};
  ClassTimeouts queue_return{{seconds{432000}, seconds{432000}, seconds{432000}, seconds{432000}}};  // 0 ("now") bounces at once
  ClassTimeouts queue_warn;                                                                          // 0 never
  ResolverTimeouts resolver;
};

}  // namespace sm::config
