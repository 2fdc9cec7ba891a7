dnl FEATURE(enhdnsbl, zone, message|quarantine|discard, temporary message|t, answers ...) - like dnsbl, but
dnl only the given answers count (default: any). Answers end in a dot.
ifelse(len(defn(`_ARG1_')), `0', `errprint(`*** ERROR: missing argument for FEATURE(`enhdnsbl')')')
ifdef(`_EDNSBL_', `', `define(`_EDNSBL_', `1')_default(`EDNSBL_TO', `5')_map(
`ednsbl dns -R A -a. -T<TMP> -r'EDNSBL_TO)')
divert(8)dnl
_own_rules(`include(_CF_DIR_`'m4/rules/enhdnsbl.m4)')dnl
