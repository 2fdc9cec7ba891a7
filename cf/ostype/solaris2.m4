dnl solaris2.m4 - OSTYPE(solaris2): Solaris 2.5 and later.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`LOCAL_MAILER_PATH', `/usr/lib/mail.local')
_default(`LOCAL_MAILER_FLAGS', `fSmn9')
_default(`LOCAL_MAILER_ARGS', `mail.local -d $u')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
