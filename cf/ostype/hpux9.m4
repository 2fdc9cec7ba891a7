dnl hpux9.m4 - OSTYPE(hpux9): HP-UX 9.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/bin/rmail')
_default(`LOCAL_MAILER_FLAGS', `m9')
_default(`LOCAL_MAILER_ARGS', `rmail -d $u')
define(`confEBINDIR', `/usr/lib')
