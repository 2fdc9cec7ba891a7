dnl FEATURE(no_default_msa) - no daemon on port 587 unless DAEMON_OPTIONS asks for one.
define(`_NO_MSA_', `1')
