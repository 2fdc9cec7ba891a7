dnl FEATURE(greet_pause, milliseconds) - clients that talk before the greeting are refused; how long is
dnl waited may be said per client in the access map, tag GreetPause.
define(`_GREET_PAUSE_', `1')
ifelse(len(defn(`_ARG1_')), `0', `ifdef(`_ACCESS_TABLE_', `',
`_complain(`*** ERROR: FEATURE(`greet_pause') requires FEATURE(`access_db')')')', `define(`_PAUSE_TIME_', _ARG1_)')
