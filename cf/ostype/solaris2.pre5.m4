dnl solaris2.pre5.m4 - OSTYPE(solaris2.pre5): Solaris before 2.5.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`LOCAL_MAILER_FLAGS', `SnE9')
_default(`LOCAL_MAILER_ARGS', `mail -f $g -d $u')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
