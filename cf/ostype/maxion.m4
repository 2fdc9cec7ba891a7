dnl maxion.m4 - OSTYPE(maxion): Concurrent MAXION.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/adm/log/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/usr/bin/mail')
_default(`LOCAL_MAILER_ARGS', `mail $u')
_default(`LOCAL_SHELL_FLAGS', `ehuP')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')
define(`confEBINDIR', `/usr/ucblib')
