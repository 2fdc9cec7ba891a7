dnl FEATURE(conncontrol, nodelay, terminate) - open connections per client, access map tag ClientConn.
dnl nodelay: checked at once even with FEATURE(delay_checks); terminate: 421 instead of 452.
ifdef(`_ACCESS_TABLE_', `define(`_CONN_CONTROL_', `1')define(`_SRC_ADDRESS_', `1')ifelse(
_ARG1_, `nodelay', `ifdef(`_DELAY_CHECKS_', `define(`_CONN_NODELAY_', `1')', `errprint(
`*** ERROR: FEATURE(`conncontrol', `nodelay') requires FEATURE(`delay_checks')')')')ifelse(
_ARG2_, `terminate', `define(`_CONN_CODE_', `421')')',
`_complain(`*** ERROR: FEATURE(`conncontrol') requires FEATURE(`access_db')')')
_default(`_CONN_CODE_', `452')
