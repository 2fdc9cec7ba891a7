// The names of all options, in the order in which abbreviations are tried, and the setters of simple types.
#include "sendmaild/config/option_table.h"

#include "sendmaild/config/option_names.h"

#include <array>

namespace sm::config {
namespace {

template <auto Member>
void set_bool(Reading& reading, const OptionLine& line) {
  reading.config.options.*Member = boolean(line.text);
}

template <auto Member>
void set_number(Reading& reading, const OptionLine& line) {
  auto& target = reading.config.options.*Member;
  target = static_cast<std::remove_reference_t<decltype(target)>>(long_number(line.text));
}

template <auto Member>
void set_text(Reading& reading, const OptionLine& line) {
  reading.config.options.*Member = line.text;
}

// Macros are replaced when the value is used.
template <auto Member>
void set_encoded(Reading& reading, const OptionLine& line) {
  reading.config.options.*Member = line.value;
}

// Macros are replaced now.
template <auto Member>
void set_expanded(Reading& reading, const OptionLine& line) {
  reading.config.options.*Member = reading.expand(line.value);
}

template <auto Member>
void set_munched(Reading& reading, const OptionLine& line) {
  reading.config.options.*Member = munch(line.value);
}

template <auto Member, char kUnit>
void set_time(Reading& reading, const OptionLine& line) {
  reading.config.options.*Member = interval(reading, line.text, kUnit);
}

template <auto Member>
void set_file_mode(Reading& reading, const OptionLine& line) {
  mode_t mode = 0;
  for (char c : line.text) {
    if (c < '0' || c > '7') break;
    mode = mode * 8 + static_cast<mode_t>(c - '0');
  }
  reading.config.options.*Member = mode & 0777;
}

const std::array kTable = std::to_array<OptionEntry>({
    {"AliasFile", 'A', false, set_alias_file},
    {"AliasWait", 'a', false, set_alias_wait},
    {"BlankSub", 'B', false, set_blank_sub},
    {"CheckpointInterval", 'C', true, set_checkpoint_interval},
    {"ConnectionCacheSize", 'k', false, set_connection_cache_size},
    {"CheckAliases", 'n', false, set_bool<&Options::check_aliases>},
    {"ClassFactor", 'z', false, set_number<&Options::class_factor>},
    {"ConnectionCacheTimeout", 'K', false, set_time<&Options::connection_cache_timeout, 'm'>},
    {"DeliveryMode", 'd', true, set_delivery_mode},
    {"DaemonPortOptions", 'O', false, set_daemon_port_options},
    {"DefaultUser", 'u', false, set_default_user},
    {"DontPruneRoutes", 'R', false, set_bool<&Options::dont_prune_routes>},
    {"EightBitMode", '8', true, set_eight_bit_mode},
    {"ErrorHeader", 'E', false, set_text<&Options::error_header>},
    {"ErrorMode", 'e', true, set_error_mode},
    {"ForwardPath", 'J', false, set_forward_path},
    {"FallbackMXhost", 'V', false, set_text<&Options::fallback_mx_host>},
    {"ForkEachJob", 'Y', false, set_bool<&Options::fork_each_job>},
    {"HoldExpensive", 'c', false, set_bool<&Options::hold_expensive>},
    {"HelpFile", 'H', false, set_help_file},
    {"IgnoreDots", 'i', true, set_bool<&Options::ignore_dots>},
    {"LogLevel", 'L', true, set_log_level},
    {"MinFreeBlocks", 'b', true, set_min_free_blocks},
    {"MatchGECOS", 'G', false, set_bool<&Options::match_gecos>},
    {"MaxHopCount", 'h', false, set_number<&Options::max_hop_count>},
    {"MeToo", 'm', true, set_bool<&Options::me_too>},
    {"OldStyleHeaders", 'o', true, set_bool<&Options::old_style_headers>},
    {"PrivacyOptions", 'p', true, set_privacy},
    {"PostmasterCopy", 'P', false, set_encoded<&Options::postmaster_copy>},
    {"QueueFactor", 'q', false, set_number<&Options::queue_factor>},
    {"QueueDirectory", 'Q', false, set_queue_directory},
    {"QueueLA", 'x', false, set_number<&Options::queue_la>},
    {"QueueTimeout", 'T', false, set_queue_timeout},
    {"ResolverOptions", 'I', false, set_resolver_options},
    {"RefuseLA", 'X', false, set_number<&Options::refuse_la>},
    {"RecipientFactor", 'y', false, set_number<&Options::recipient_factor>},
    {"RetryFactor", 'Z', false, set_number<&Options::retry_factor>},
    {"SevenBitInput", '7', true, set_bool<&Options::seven_bit_input>},
    {"SaveFromLine", 'f', false, set_bool<&Options::save_from_line>},
    {"SendMimeErrors", 'j', true, set_bool<&Options::send_mime_errors>},
    {"StatusFile", 'S', false, set_status_file},
    {"SuperSafe", 's', true, set_super_safe},
    {"TempFileMode", 'F', false, set_file_mode<&Options::temp_file_mode>},
    {"Timeout", 'r', false, set_timeout},
    {"TimeZoneSpec", 't', false, set_time_zone_spec},
    {"TryNullMXList", 'w', false, set_bool<&Options::try_null_mx_list>},
    {"UseErrorsTo", 'l', false, set_bool<&Options::use_errors_to>},
    {"UserDatabaseSpec", 'U', false, set_text<&Options::user_database_spec>},
    {"Verbose", 'v', true, set_bool<&Options::verbose>},
    {"AllowBogusHELO", 0, true, set_bool<&Options::allow_bogus_helo>},
    {"AuthMechanisms", 0, false, set_text<&Options::auth_mechanisms>},
    {"AuthOptions", 0, false, set_auth_options},
    {"AuthMaxBits", 0, false, set_number<&Options::auth_max_bits>},
    {"AuthRealm", 0, false, set_text<&Options::auth_realm>},
    {"BadRcptShutdown", 0, true, set_number<&Options::bad_rcpt_shutdown>},
    {"BadRcptShutdownGood", 0, true, set_number<&Options::bad_rcpt_shutdown_good>},
    {"BadRcptThrottle", 0, true, set_number<&Options::bad_rcpt_throttle>},
    {"CACertFile", 0, false, set_expanded<&Options::ca_cert_file>},
    {"CACertPath", 0, false, set_expanded<&Options::ca_cert_path>},
    {"CertFingerprintAlgorithm", 0, false, set_expanded<&Options::cert_fingerprint_algorithm>},
    {"CipherList", 0, false, set_expanded<&Options::cipher_list>},
    {"CipherSuites", 0, false, set_expanded<&Options::cipher_suites>},
    {"ClientPortOptions", 0, false, set_client_port_options},
    {"ClientCertFile", 0, false, set_expanded<&Options::client_cert_file>},
    {"ClientKeyFile", 0, false, set_expanded<&Options::client_key_file>},
    {"ClientSSLOptions", 0, false, set_client_ssl_options},
    {"ColonOkInAddr", 0, true, set_colon_ok_in_addr},
    {"ConnectionRateThrottle", 0, false, set_number<&Options::connection_rate_throttle>},
    {"ConnectionRateWindowSize", 0, false, set_time<&Options::connection_rate_window_size, 's'>},
    {"ConnectOnlyTo", 0, false, set_connect_only_to},
    {"ControlSocketName", 0, false, set_text<&Options::control_socket_name>},
    {"CRLFile", 0, false, set_expanded<&Options::crl_file>},
    {"CRLPath", 0, false, set_expanded<&Options::crl_path>},
    {"DataFileBufferSize", 0, false, set_number<&Options::data_file_buffer_size>},
    {"DANE", 0, false, set_dane},
    {"DeadLetterDrop", 0, false, set_text<&Options::dead_letter_drop>},
    {"DefaultCharSet", 0, true, set_text<&Options::default_char_set>},
    {"DefaultAuthInfo", 0, true, set_text<&Options::default_auth_info>},
    {"DeliverByMin", 0, false, set_time<&Options::deliver_by_min, 's'>},
    {"DelayLA", 0, false, set_number<&Options::delay_la>},
    {"DHParameters", 0, false, set_text<&Options::dh_parameters>},
    {"DialDelay", 0, true, set_time<&Options::dial_delay, 's'>},
    {"DirectSubmissionModifiers", 0, false, set_text<&Options::direct_submission_modifiers>},
    {"DontExpandCnames", 0, false, set_bool<&Options::dont_expand_cnames>},
    {"DontBlameSendmail", 0, false, set_blame},
    {"DontInitGroups", 0, false, set_bool<&Options::dont_init_groups>},
    {"DontProbeInterfaces", 0, false, set_dont_probe_interfaces},
    {"DoubleBounceAddress", 0, false, set_encoded<&Options::double_bounce_address>},
    {"FastSplit", 0, false, set_number<&Options::fast_split>},
    {"FallbackSmartHost", 0, false, set_text<&Options::fallback_smart_host>},
    {"HeloName", 0, false, set_text<&Options::helo_name>},
    {"HostsFile", 0, false, set_text<&Options::hosts_file>},
    {"HostStatusDirectory", 0, false, set_text<&Options::host_status_directory>},
    {"InputMailFilters", 0, false, set_input_mail_filters},
    {"LDAPDefaultSpec", 0, false, set_ldap_default_spec},
    {"MailboxDatabase", 0, false, set_text<&Options::mailbox_database>},
    {"MaxMessageSize", 0, false, set_number<&Options::max_message_size>},
    {"MaxAliasRecursion", 0, false, set_number<&Options::max_alias_recursion>},
    {"MaxDaemonChildren", 0, false, set_number<&Options::max_daemon_children>},
    {"MaxHeadersLength", 0, false, set_max_headers_length},
    {"MaxMimeHeaderLength", 0, false, set_max_mime_header_length},
    {"MaxNOOPCommands", 0, false, set_number<&Options::max_noop_commands>},
    {"MaxQueueRunSize", 0, true, set_number<&Options::max_queue_run_size>},
    {"MaxQueueChildren", 0, false, set_number<&Options::max_queue_children>},
    {"MaxQueueAge", 0, false, set_time<&Options::max_queue_age, 'm'>},
    {"MaxRecipientsPerMessage", 0, true, set_number<&Options::max_recipients_per_message>},
    {"MaxRunnersPerQueue", 0, false, set_number<&Options::max_runners_per_queue>},
    {"MinQueueAge", 0, true, set_time<&Options::min_queue_age, 'm'>},
    {"Milter", 0, false, set_milter_option},
    {"MustQuoteChars", 0, false, set_must_quote_chars},
    {"NoRecipientAction", 0, true, set_no_recipient_action},
    {"NiceQueueRun", 0, false, set_number<&Options::nice_queue_run>},
    {"OperatorChars", 0, false, set_operator_chars},
    {"PidFile", 0, false, set_encoded<&Options::pid_file>},
    {"ProcessTitlePrefix", 0, false, set_encoded<&Options::process_title_prefix>},
    {"QueueFileMode", 0, false, set_file_mode<&Options::queue_file_mode>},
    {"QueueSortOrder", 0, true, set_queue_sort_order},
    {"RandFile", 0, false, set_text<&Options::rand_file>},
    {"RejectNUL", 0, false, set_bool<&Options::reject_nul>},
    {"RejectLogInterval", 0, false, set_time<&Options::reject_log_interval, 'h'>},
    {"RequiresDirfsync", 0, false, set_bool<&Options::requires_dir_fsync>},
    {"RrtImpliesDsn", 0, false, set_bool<&Options::rrt_implies_dsn>},
    {"RunAsUser", 0, false, set_run_as_user},
    {"SafeFileEnvironment", 0, false, set_text<&Options::safe_file_environment>},
    {"ServiceSwitchFile", 0, false, set_text<&Options::service_switch_file>},
    {"ServerCertFile", 0, false, set_expanded<&Options::server_cert_file>},
    {"ServerKeyFile", 0, false, set_expanded<&Options::server_key_file>},
    {"ServerSSLOptions", 0, false, set_server_ssl_options},
    {"SharedMemoryKey", 0, false, set_number<&Options::shared_memory_key>},
    {"SharedMemoryKeyFile", 0, false, set_expanded<&Options::shared_memory_key_file>},
    {"SingleLineFromHeader", 0, true, set_bool<&Options::single_line_from_header>},
    {"SingleThreadDelivery", 0, false, set_bool<&Options::single_thread_delivery>},
    {"SmtpGreetingMessage", 0, false, set_munched<&Options::smtp_greeting_message>},
    {"SmtpUTF8", 0, false, set_smtp_utf8},
    {"SoftBounce", 0, false, set_bool<&Options::soft_bounce>},
    {"SSLEngine", 0, false, set_text<&Options::ssl_engine>},
    {"SSLEnginePath", 0, false, set_expanded<&Options::ssl_engine_path>},
    {"TLSSrvOptions", 0, false, set_tls_server_options},
    {"TLSFallbacktoClear", 0, false, set_bool<&Options::tls_fallback_to_clear>},
    {"TrustedUser", 0, false, set_trusted_user},
    {"UnixFromLine", 0, false, set_munched<&Options::unix_from_line>},
    {"UnsafeGroupWrites", 0, false, set_unsafe_group_writes},
    {"UseCompressedIPv6Addresses", 0, false, set_bool<&Options::use_compressed_ipv6_addresses>},
    {"UseMSP", 0, false, set_bool<&Options::use_msp>},
    {"XscriptFileBufferSize", 0, false, set_number<&Options::xscript_file_buffer_size>},
    {"", 'g', false, set_default_group},
    {"", 'M', false, set_macro},
});

}  // namespace

std::span<const OptionEntry> option_table() { return kTable; }

std::vector<std::string> option_names() {
  std::vector<std::string> names;
  for (const OptionEntry& entry : kTable) {
    if (!entry.name.empty()) names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace sm::config
