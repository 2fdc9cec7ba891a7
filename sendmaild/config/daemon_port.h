// DaemonPortOptions and ClientPortOptions, one value for each line.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sm::config {

struct DaemonPort {
  enum class Family { inet, inet6, local };
  std::string name;         // N=, default "Daemon<index>"
  Family family = Family::inet;
  std::string address;      // A=: as written; numeric after resolution; empty = any
  std::string port;         // P=: as written, e.g. "smtp"
  int port_number = 0;      // resolved; 0 only for clients ("any")
  std::string modifiers;    // M= letters
  int listen_backlog = 10;  // L=
  int send_buffer = 0;      // S=, bytes; 0 system default
  int receive_buffer = 0;   // R=
  std::optional<std::vector<std::string>> input_filters;  // I=, overrides InputMailFilters
  char delivery_mode = 0;   // D=, 0 = DeliveryMode
  std::optional<int> delay_load, queue_load, refuse_load, max_children;  // d q r c
  bool has_modifier(char letter) const { return modifiers.find(letter) != std::string::npos; }
};

}  // namespace sm::config
