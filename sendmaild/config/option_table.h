// Names of options, and what setting one does. Internal to this folder.
#pragma once

#include <span>
#include <string_view>

#include "sendmaild/config/reading.h"

namespace sm::config {

// One O line, taken apart. `value` is encoded; most setters want plain().
struct OptionLine {
  std::string_view name;        // the long name as the table has it, or one letter
  std::string_view suboption;   // behind the dot, as written
  std::string value;            // encoded
  std::string text;             // plain(value)
  bool has_value = false;       // an `=` was there
  bool sticky = false;          // from the command line
};

using OptionSetter = void (*)(Reading& reading, const OptionLine& line);

struct OptionEntry {
  std::string_view name;  // long name; the one-letter forms without one have an empty name
  char letter;            // '\0': none
  bool safe;              // any user may set it on the command line
  OptionSetter set;
};

// The order decides which two names a message about an ambiguous abbreviation tells.
std::span<const OptionEntry> option_table();

// Larger setters, by subject.
void set_timeout(Reading& reading, const OptionLine& line);
void set_old_timeouts(Reading& reading, const OptionLine& line);
void set_queue_timeout(Reading& reading, const OptionLine& line);
void set_privacy(Reading& reading, const OptionLine& line);
void set_blame(Reading& reading, const OptionLine& line);
void set_auth_options(Reading& reading, const OptionLine& line);
void set_tls_server_options(Reading& reading, const OptionLine& line);
void set_server_ssl_options(Reading& reading, const OptionLine& line);
void set_client_ssl_options(Reading& reading, const OptionLine& line);
void set_resolver_options(Reading& reading, const OptionLine& line);
void set_milter_option(Reading& reading, const OptionLine& line);
void set_alias_file(Reading& reading, const OptionLine& line);
void set_delivery_mode(Reading& reading, const OptionLine& line);
void set_error_mode(Reading& reading, const OptionLine& line);
void set_eight_bit_mode(Reading& reading, const OptionLine& line);
void set_queue_sort_order(Reading& reading, const OptionLine& line);
void set_super_safe(Reading& reading, const OptionLine& line);
void set_no_recipient_action(Reading& reading, const OptionLine& line);
void set_default_user(Reading& reading, const OptionLine& line);
void set_default_group(Reading& reading, const OptionLine& line);
void set_run_as_user(Reading& reading, const OptionLine& line);
void set_trusted_user(Reading& reading, const OptionLine& line);
void set_dont_probe_interfaces(Reading& reading, const OptionLine& line);
void set_max_mime_header_length(Reading& reading, const OptionLine& line);
void set_max_headers_length(Reading& reading, const OptionLine& line);
void set_min_free_blocks(Reading& reading, const OptionLine& line);
void set_operator_chars(Reading& reading, const OptionLine& line);
void set_must_quote_chars(Reading& reading, const OptionLine& line);
void set_ldap_default_spec(Reading& reading, const OptionLine& line);
void set_connect_only_to(Reading& reading, const OptionLine& line);
void set_input_mail_filters(Reading& reading, const OptionLine& line);
void set_macro(Reading& reading, const OptionLine& line);
void set_queue_directory(Reading& reading, const OptionLine& line);
void set_unsafe_group_writes(Reading& reading, const OptionLine& line);
void set_smtp_utf8(Reading& reading, const OptionLine& line);
void set_log_level(Reading& reading, const OptionLine& line);
void set_checkpoint_interval(Reading& reading, const OptionLine& line);
void set_alias_wait(Reading& reading, const OptionLine& line);
void set_blank_sub(Reading& reading, const OptionLine& line);
void set_client_port_options(Reading& reading, const OptionLine& line);
void set_colon_ok_in_addr(Reading& reading, const OptionLine& line);
void set_connection_cache_size(Reading& reading, const OptionLine& line);
void set_daemon_port_options(Reading& reading, const OptionLine& line);
void set_dane(Reading& reading, const OptionLine& line);
void set_forward_path(Reading& reading, const OptionLine& line);
void set_help_file(Reading& reading, const OptionLine& line);
void set_status_file(Reading& reading, const OptionLine& line);
void set_time_zone_spec(Reading& reading, const OptionLine& line);

}  // namespace sm::config
