dnl gnu.m4 - OSTYPE(gnu): GNU/Hurd.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/log/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/libexec/mail.local')
_default(`LOCAL_MAILER_ARGS', `mail $u')
define(`confEBINDIR', `/libexec')
