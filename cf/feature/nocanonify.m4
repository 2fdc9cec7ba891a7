dnl FEATURE(nocanonify, canonify_hosts) - host names are not completed by the name server; with the argument
dnl those without a dot still are, as are those in CANONIFY_DOMAINs.
define(`_NO_CANONIFY_', `1')
ifelse(defn(`_ARG1_'), `', `', defn(`_ARG1_'), ``canonify_hosts'', `define(`_CANONIFY_HOSTS_', `1')',
_ARG1_, `canonify_hosts', `define(`_CANONIFY_HOSTS_', `1')',
`_complain(`*** ERROR: unknown parameter "'_ARG1_`" for FEATURE(`nocanonify')')')
