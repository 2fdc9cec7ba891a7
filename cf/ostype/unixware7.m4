dnl unixware7.m4 - OSTYPE(unixware7): UnixWare 7.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/etc/mail/slocal')
_default(`LOCAL_MAILER_FLAGS', `Puho9')
_default(`LOCAL_MAILER_ARGS', `slocal -user $u')
_default(`LOCAL_SHELL_FLAGS', `Peu')
define(`confEBINDIR', `/usr/lib')
