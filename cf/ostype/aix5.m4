dnl aix5.m4 - OSTYPE(aix5): AIX 5.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/bin/bellmail')
_default(`LOCAL_MAILER_FLAGS', `mn9')
_default(`LOCAL_MAILER_ARGS', `mail -F $g $u')
define(`confEBINDIR', `/usr/lib')
