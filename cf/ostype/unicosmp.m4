dnl unicosmp.m4 - OSTYPE(unicosmp): UNICOS/mp.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/log/sendmail.st')
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/usr/bin/mail')
_default(`LOCAL_MAILER_FLAGS', `Ehm9')
_default(`LOCAL_MAILER_ARGS', `mail -s -d $u')
define(`confEBINDIR', `/usr/lib')
