dnl hpux10.m4 - OSTYPE(hpux10): HP-UX 10.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_default(`LOCAL_MAILER_FLAGS', `m9')
_default(`LOCAL_MAILER_ARGS', `rmail -d $u')
_default(`LOCAL_SHELL_PATH', `/usr/bin/sh')
