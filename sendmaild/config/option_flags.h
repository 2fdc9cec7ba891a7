// Option values that are sets of names or letters: PrivacyOptions, DontBlameSendmail, AuthOptions, TLSSrvOptions.
#pragma once

#include <bitset>
#include <cstdint>

namespace sm::config {

// A set over the values of an enum class that ends with `count`.
template <typename Flag>
class FlagSet {
 public:
  bool has(Flag flag) const { return bits_[static_cast<size_t>(flag)]; }
  void set(Flag flag, bool on = true) { bits_[static_cast<size_t>(flag)] = on; }
  void clear() { bits_.reset(); }
  bool empty() const { return bits_.none(); }

 private:
  std::bitset<static_cast<size_t>(Flag::count)> bits_;
};

// PrivacyOptions; `goaway` sets several of them, `public` none.
enum class Privacy {
  needmailhelo, needexpnhelo, needvrfyhelo, noexpn, novrfy, noverb, authwarnings, noetrn, noreceipts, nobodyreturn,
  noactualrecipient, restrictmailq, restrictqrun, restrictexpand, count
};

// DontBlameSendmail: exemptions from the safety rules for files.
enum class Blame {
  assume_safe_chown, cert_owner, class_file_in_unsafe_dir_path, dont_warn_forward_file_in_unsafe_dir_path,
  error_header_in_unsafe_dir_path, file_delivery_to_hard_link, file_delivery_to_sym_link,
  forward_file_in_group_writable_dir_path, forward_file_in_unsafe_dir_path, forward_file_in_unsafe_dir_path_safe,
  group_readable_default_auth_info_file, group_readable_key_file, group_readable_sasl_db_file,
  group_writable_alias_file, group_writable_dir_path_safe, group_writable_forward_file,
  group_writable_forward_file_safe, group_writable_include_file, group_writable_include_file_safe,
  group_writable_sasl_db_file, help_file_in_unsafe_dir_path, include_file_in_group_writable_dir_path,
  include_file_in_unsafe_dir_path, include_file_in_unsafe_dir_path_safe, insufficient_entropy,
  linked_alias_file_in_writable_dir, linked_class_file_in_writable_dir, linked_forward_file_in_writable_dir,
  linked_include_file_in_writable_dir, linked_map_in_writable_dir, linked_service_switch_file_in_writable_dir,
  map_in_unsafe_dir_path, non_root_safe_addr, run_program_in_unsafe_dir_path, run_writable_program, trust_sticky_bit,
  world_writable_alias_file, world_writable_forward_file, world_writable_include_file, write_map_to_hard_link,
  write_map_to_sym_link, write_stats_to_hard_link, write_stats_to_sym_link, count
};

// AuthOptions letters.
enum class AuthFlag {
  auth_parameter_only_when_authenticated,  // A
  no_active_attack,                        // a
  pass_credentials,                        // c
  no_dictionary_attack,                    // d
  forward_secrecy,                         // f
  mutual_authentication,                   // m
  no_plaintext_without_layer,              // p
  no_anonymous,                            // y
  count
};

// TLSSrvOptions letters.
enum class TlsServerFlag {
  no_client_certificate_request,      // V
  server_certificate_not_required,    // C
  count
};

using PrivacyFlags = FlagSet<Privacy>;
using BlameFlags = FlagSet<Blame>;
using AuthFlags = FlagSet<AuthFlag>;
using TlsServerFlags = FlagSet<TlsServerFlag>;

}  // namespace sm::config
