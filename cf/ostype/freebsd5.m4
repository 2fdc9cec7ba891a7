dnl freebsd5.m4 - OSTYPE(freebsd5): FreeBSD 5.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/log/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_default(`LOCAL_MAILER_FLAGS', `Prmn9S')
_default(`LOCAL_MAILER_ARGS', `mail $u')
_default(`UUCP_MAILER_PATH', `/usr/local/bin/uux')
_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
