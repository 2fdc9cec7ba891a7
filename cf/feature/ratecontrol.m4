dnl FEATURE(ratecontrol, nodelay, terminate) - new connections per client and minute, access map tag
dnl ClientRate. nodelay: checked at once even with FEATURE(delay_checks); terminate: 421 instead of 452.
ifdef(`_ACCESS_TABLE_', `define(`_RATE_CONTROL_', `1')define(`_SRC_ADDRESS_', `1')ifelse(
_ARG1_, `nodelay', `ifdef(`_DELAY_CHECKS_', `define(`_RATE_NODELAY_', `1')', `errprint(
`*** ERROR: FEATURE(`ratecontrol', `nodelay') requires FEATURE(`delay_checks')')')')ifelse(
_ARG2_, `terminate', `define(`_RATE_CODE_', `421')')',
`_complain(`*** ERROR: FEATURE(`ratecontrol') requires FEATURE(`access_db')')')
_default(`_RATE_CODE_', `452')
