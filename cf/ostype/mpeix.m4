dnl mpeix.m4 - OSTYPE(mpeix): MPE/iX.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`confDEF_USER_ID', `SERVER.SENDMAIL')
_default(`confDONT_BLAME_SENDMAIL', `ForwardFileInGroupWritableDirPath')
define(`confTIME_ZONE', `USE_TZ')
_default(`confTRUSTED_USER', `SERVER.SENDMAIL')
_default(`LOCAL_MAILER_PATH', `/bin/tsmail')
_default(`LOCAL_MAILER_FLAGS', `mu9')
_default(`LOCAL_MAILER_ARGS', `tsmail $u')
