dnl sco-uw-2.1.m4 - OSTYPE(sco-uw-2.1): SCO UnixWare 2.1.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_default(`LOCAL_MAILER_FLAGS', `fhCEn9')
_default(`LOCAL_MAILER_ARGS', `rmail $u')
_default(`LOCAL_SHELL_FLAGS', `ehuP')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
