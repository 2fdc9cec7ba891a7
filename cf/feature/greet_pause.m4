dnl FEATURE(greet_pause, milliseconds) - clients that talk before the greeting are refused; how long is
dnl waited may be said per client in the access map, tag GreetPause.
ifelse(len(defn(`_ARG1_')), `0', `', `define(`_PAUSE_TIME_', _ARG1_)')
ifdef(`_ACCESS_TABLE_', `define(`_GREET_PAUSE_', `1')', `ifdef(`_PAUSE_TIME_', `define(`_GREET_PAUSE_', `1')',
`_complain(`*** ERROR: FEATURE(`greet_pause') requires FEATURE(`access_db')')')')
