dnl openbsd.m4 - OSTYPE(openbsd): OpenBSD.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/log/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_default(`LOCAL_MAILER_FLAGS', `rmn9S')
_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
