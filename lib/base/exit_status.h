// Exit statuses of sysexits.h, which sendmail uses both for its own exit and for the fate of a recipient.
#pragma once

namespace sm {

enum class ExitStatus : int {
  ok = 0,
  usage = 64,           // EX_USAGE
  data_error = 65,      // EX_DATAERR
  no_input = 66,        // EX_NOINPUT
  no_user = 67,         // EX_NOUSER
  no_host = 68,         // EX_NOHOST
  unavailable = 69,     // EX_UNAVAILABLE
  software = 70,        // EX_SOFTWARE
  os_error = 71,        // EX_OSERR
  os_file = 72,         // EX_OSFILE
  cannot_create = 73,   // EX_CANTCREAT
  io_error = 74,        // EX_IOERR
  temp_fail = 75,       // EX_TEMPFAIL
  protocol = 76,        // EX_PROTOCOL
  no_permission = 77,   // EX_NOPERM
  config = 78,          // EX_CONFIG
};

constexpr int to_int(ExitStatus status) { return static_cast<int>(status); }

}  // namespace sm
