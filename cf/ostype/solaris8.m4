dnl solaris8.m4 - OSTYPE(solaris8): Solaris 8.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_gather(`_default_ports_', `O DaemonPortOptions=Name=MTA-v4, Family=inet
')
_gather(`_default_ports_', `O DaemonPortOptions=Name=MTA-v6, Family=inet6
')
_default(`confPID_FILE', `/var/run/sendmail.pid')
_default(`LOCAL_MAILER_PATH', `/usr/lib/mail.local')
_default(`LOCAL_MAILER_FLAGS', `PSXmnz9')
_default(`LOCAL_MAILER_ARGS', `mail.local -l')
_default(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
define(`_LOCAL_LMTP_', `1')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
