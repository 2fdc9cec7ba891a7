dnl aix3.m4 - OSTYPE(aix3): AIX 3.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/bin/bellmail')
_default(`LOCAL_MAILER_FLAGS', `mn9')
_default(`LOCAL_MAILER_ARGS', `mail $u')
define(`confEBINDIR', `/usr/lib')
