dnl sinix.m4 - OSTYPE(sinix): SINIX.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/bin/mail.local')
define(`confEBINDIR', `/usr/ucblib')
