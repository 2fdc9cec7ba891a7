dnl FEATURE(preserve_luser_host) - the luser relay sees the host name of the recipient, when the mailer
dnl triple has one ($h).
ifdef(`LUSER_RELAY', `', `errprint(`*** LUSER_RELAY should be defined before FEATURE(`preserve_luser_host')
    ')')
define(`_LUSER_HOST_KEEP_', `1')
define(`_need_macro_map_', `1')
