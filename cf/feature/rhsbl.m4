dnl FEATURE(rhsbl, zone, message, temporary message|t) - sender domains that a DNS block list names are
dnl refused; rhs:domain OK in the access map makes exceptions.
ifdef(`_DNSBL_', `', `define(`_DNSBL_', `1')_map(`dnsbl 'ifdef(`DNSBL_MAP', `DNSBL_MAP', `host')` -T<TMP>')')
_gather(`_rhsbl_zones_', ``_rhsbl('_ARG1_`, '')
define(`_RHSBL_', `1')
