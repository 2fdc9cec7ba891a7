dnl FEATURE(compat_check) - pairs that may not talk: access map keys Compat:sender<@>recipient with values
dnl DISCARD:text, TEMP:text, ERROR:text.
ifdef(`_ACCESS_TABLE_', `define(`_COMPAT_CHECK_', `1')',
`_complain(`FEATURE(`compat_check') requires FEATURE(`access_db')')')
