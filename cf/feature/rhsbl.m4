dnl FEATURE(rhsbl, zone, message, temporary message|t) - sender domains that a DNS block list names are
dnl refused; rhs:domain OK in the access map makes exceptions (when FEATURE(access_db) stands before). May be used for several lists.
ifdef(`_DNSBL_', `', `define(`_DNSBL_', `1')_map(`dnsbl 'ifdef(`DNSBL_MAP', `DNSBL_MAP', `host')` -T<TMP>')')
define(`_zone_', _ARG1_)define(`_zone_message_', defn(`_ARG2_'))define(`_zone_temporary_', defn(`_ARG3_'))
divert(15)dnl
_own_rules(`include(_CF_DIR_`'m4/rules/rhsbl.m4)')dnl
divert(-1)
define(`_RHSBL_', `1')
