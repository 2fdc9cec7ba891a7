dnl bsdi2.0.m4 - OSTYPE(bsdi2.0): BSD/OS 2.0.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
errprint(`NOTE: OSTYPE(bsdi2.0) is deprecated.  Use OSTYPE(bsdi) instead.')
_default(`STATUS_FILE', `/var/log/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
