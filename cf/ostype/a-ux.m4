dnl a-ux.m4 - OSTYPE(a-ux): A/UX.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_FLAGS', `mn9')
_default(`LOCAL_MAILER_ARGS', `mail -d -r $f $u')
define(`confEBINDIR', `/usr/lib')
