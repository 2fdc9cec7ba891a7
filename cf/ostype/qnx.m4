dnl qnx.m4 - OSTYPE(qnx): QNX.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_PATH', `/usr/bin/mailx')
_default(`LOCAL_MAILER_FLAGS', `Sh')
_default(`LOCAL_MAILER_ARGS', `mail $u')
_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$f $h!rmail ($u)')
