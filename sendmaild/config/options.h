// Options: every `O` line as a typed value. A member is the option's long name in snake_case (MaxMessageSize is
// max_message_size); its initialiser is the default of the program without any O line (Sendmail Installation and
// Operation Guide, "Set Option"). Texts marked "encoded" hold macro references (lib/address/meta.h) and are expanded
// when used; all others are final.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <climits>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sendmaild/config/option_flags.h"
#include "sendmaild/config/timeouts.h"

namespace sm::config {

enum class DeliveryMode : char { background = 'b', interactive = 'i', queue = 'q', defer = 'd' };
enum class ErrorMode : char { print = 'p', quiet = 'q', mail = 'm', write = 'w', berknet = 'e' };
enum class QueueSortOrder { priority, host, time, file_name, modification_time, random, none };
enum class SuperSafe { no, yes, interactive, post_milter };
enum class EightBitMode : char { pass = 'p', mimefy = 'm', strict = 's' };
enum class NoRecipientAction { none, add_to, add_apparently_to, add_bcc, add_to_undisclosed };
enum class ProbeInterfaces { yes, no, not_loopback };  // DontProbeInterfaces: false, true, "loopback"
enum class Dane { no, yes, always };

// A user and group an option names, resolved.
struct UserAndGroup {
  std::string name;  // as written; empty when not set
  uid_t uid = 0;
  gid_t gid = 0;
};

// One part of AliasFile: "class:spec", class in lower case, "implicit" where none was written.
struct AliasFileSpec {
  std::string map_class;
  std::string spec;         // flags and file, as K arguments
  bool class_given = false; // "hash:/etc/aliases" against "/etc/aliases"
  std::string map_name;     // of the map it is declared as, "Alias0"
};

// Milter.macros.*: names without `$`; long names keep their braces.
struct MilterMacros {
  std::vector<std::string> connect, helo, envfrom, envrcpt, data, eoh, eom;
};

// SSL_OP bits to add to and to take away from the built-in default.
struct SslOptionChange {
  uint64_t set = 0;
  uint64_t clear = 0;
};

struct ResolverFlags {
  bool has_wildcard_mx = false;           // HasWildcardMX
  bool work_around_broken_aaaa = false;   // WorkAroundBrokenAAAA
  std::vector<std::string> set, clear;    // resolver library words, lower case: "dnsrch", "defnames", "usevc" …
};

struct Options {
  using seconds = std::chrono::seconds;

  std::vector<AliasFileSpec> alias_file;
  seconds alias_wait{0};  // 0 do not wait for the @:@ mark
  bool allow_bogus_helo = false;
  int auth_max_bits = INT_MAX;
  std::string auth_mechanisms = "EXTERNAL GSSAPI KERBEROS_V4 DIGEST-MD5 CRAM-MD5";
  AuthFlags auth_options;
  std::string auth_realm;  // empty: $j
  int bad_rcpt_shutdown = 0, bad_rcpt_shutdown_good = 0;
  int bad_rcpt_throttle = 0;
  char blank_sub = ' ';
  std::string ca_cert_file, ca_cert_path;
  std::string cert_fingerprint_algorithm;
  bool check_aliases = false;
  int checkpoint_interval = 10;
  std::string cipher_list, cipher_suites;
  int64_t class_factor = 1800;
  std::string client_cert_file, client_key_file;  // may be "file,file2"
  SslOptionChange client_ssl_options;
  bool colon_ok_in_addr = true;  // the reader sets it to false for V6 and above unless the option says otherwise
  int connection_cache_size = 1;
  seconds connection_cache_timeout{300};
  int connection_rate_throttle = 0;
  seconds connection_rate_window_size{60};
  std::string connect_only_to;
  std::string control_socket_name;
  std::string crl_file, crl_path;

  Dane dane = Dane::no;
  int64_t data_file_buffer_size = 4096;
  std::string dead_letter_drop;
  std::string default_auth_info;
  std::string default_char_set = "unknown-8bit";
  UserAndGroup default_user;  // filled in by the reader (mailnull, else sendmail, else daemon, else 1:1)
  int delay_la = 0;
  seconds deliver_by_min{0};  // negative: DELIVERBY is not offered
  DeliveryMode delivery_mode = DeliveryMode::background;
  std::string dh_parameters = "i";
  seconds dial_delay{0};
  std::string direct_submission_modifiers;
  BlameFlags dont_blame_sendmail;
  bool dont_expand_cnames = false;
  bool dont_init_groups = false;
  ProbeInterfaces dont_probe_interfaces = ProbeInterfaces::yes;
  bool dont_prune_routes = false;
  std::string double_bounce_address = "postmaster";  // encoded; empty: dropped
  EightBitMode eight_bit_mode = EightBitMode::pass;
  std::string error_header;  // leading '/': a file
  ErrorMode error_mode = ErrorMode::print;
  std::string fallback_mx_host, fallback_smart_host;
  int fast_split = 1;
  bool fork_each_job = false;
  std::optional<std::string> forward_path;  // encoded; not set: $z/.forward; set and empty: no forwarding
  std::string helo_name;                    // empty: $j
  std::string help_file;
  bool hold_expensive = false;
  std::string hosts_file = "/etc/hosts";
  std::string host_status_directory;

  bool ignore_dots = false;
  std::vector<std::string> input_mail_filters;
  std::string ldap_default_spec;
  int log_level = 9;
  std::string mailbox_database = "pw";
  bool match_gecos = false;
  int max_alias_recursion = 10;
  int max_daemon_children = 0;
  int64_t max_headers_length = 32768;  // 0 unlimited
  int max_hop_count = 25;
  int64_t max_message_size = 0;  // bytes; 0 none
  int max_mime_header_length = 2048, max_mime_parameter_length = 1024;
  int max_noop_commands = 20;
  seconds max_queue_age{0};
  int max_queue_children = 0;
  int max_queue_run_size = 0;
  int max_recipients_per_message = 0;
  int max_runners_per_queue = 1;
  bool me_too = true;
  std::optional<int> milter_log_level;  // not set: log_level
  MilterMacros milter_macros;
  int64_t min_free_blocks = 0;
  seconds min_queue_age{0};
  std::string must_quote_chars = "@,;:\\()[].'";
  int nice_queue_run = 0;
  NoRecipientAction no_recipient_action = NoRecipientAction::none;
  bool old_style_headers = false;
  std::string operator_chars = ".:@[]";
  std::string pid_file = "/var/run/sendmail.pid";  // encoded
  std::string postmaster_copy;                     // encoded
  PrivacyFlags privacy_options;
  std::string process_title_prefix;  // encoded
  std::string queue_directory;       // as written: may end in a wildcard; empty: not set
  int64_t queue_factor = 600000;
  mode_t queue_file_mode = 0600;
  int queue_la = 8, refuse_la = 12;  // the reader multiplies the defaults by the number of processors
  QueueSortOrder queue_sort_order = QueueSortOrder::priority;

  std::string rand_file;
  int64_t recipient_factor = 30000;
  seconds reject_log_interval{10800};
  bool reject_nul = false;
  bool requires_dir_fsync = true;
  ResolverFlags resolver_options;
  int64_t retry_factor = 90000;
  bool rrt_implies_dsn = false;
  UserAndGroup run_as_user;
  std::string safe_file_environment;
  bool save_from_line = false;
  bool send_mime_errors = true;
  std::string server_cert_file, server_key_file;  // may be "file,file2"
  SslOptionChange server_ssl_options;
  std::string service_switch_file = "/etc/mail/service.switch";
  bool seven_bit_input = false;
  int shared_memory_key = 0;
  std::string shared_memory_key_file;
  bool single_line_from_header = false;
  bool single_thread_delivery = false;
  std::string smtp_greeting_message;  // encoded; the reader fills in "$j Sendmail $v ready at $b"
  int smtp_utf8 = 0;                  // SmtpUTF8: 0 off
  bool soft_bounce = false;
  std::string ssl_engine, ssl_engine_path;
  std::string status_file;
  SuperSafe super_safe = SuperSafe::yes;
  mode_t temp_file_mode = 0600;
  Timeouts timeouts;
  std::optional<std::string> time_zone_spec;  // not set: TZ removed; empty: the user's TZ; else this value
  bool tls_fallback_to_clear = false;
  TlsServerFlags tls_srv_options;
  UserAndGroup trusted_user;
  bool try_null_mx_list = false;
  std::string unix_from_line;  // encoded; the reader fills in "From $g  $d"
  bool unsafe_group_writes = true;
  bool use_compressed_ipv6_addresses = false;
  bool use_errors_to = false;
  bool use_msp = false;
  std::string user_database_spec;
  bool verbose = false;
  int64_t xscript_file_buffer_size = 4096;
};

}  // namespace sm::config
