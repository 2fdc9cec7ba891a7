dnl irix5.m4 - OSTYPE(irix5): IRIX 5.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`confDEF_USER_ID', `998:998')
_default(`STATUS_FILE', `/var/sendmail.st')
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_FLAGS', `Ehmu9')
_default(`LOCAL_MAILER_ARGS', `mail -s -d $u')
_default(`LOCAL_MAILER_CHARSET', `iso-8859-1')
define(`confEBINDIR', `/usr/lib')
