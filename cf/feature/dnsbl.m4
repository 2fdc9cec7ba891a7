dnl FEATURE(dnsbl, zone, message|quarantine|discard, temporary message|t) - clients that a DNS block list
dnl names are refused. May be used for several lists.
ifelse(len(defn(`_ARG1_')), `0', `errprint(`*** ERROR: missing argument for FEATURE(`dnsbl')')')
ifdef(`_DNSBL_MAP_SET_', `', `define(`_DNSBL_MAP_SET_', `1')define(`_DNSBL_', `1')_default(`DNSBL_MAP', `dns -R A')_map(
`dnsbl 'DNSBL_MAP` -T<TMP>'ifdef(`DNSBL_MAP_OPT', ` DNSBL_MAP_OPT'))')
divert(8)dnl
_own_rules(`include(_CF_DIR_`'m4/rules/dnsbl.m4)')dnl
