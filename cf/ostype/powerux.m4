dnl powerux.m4 - OSTYPE(powerux): PowerMAX OS.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_default(`LOCAL_MAILER_FLAGS', `mn9')
_default(`LOCAL_MAILER_ARGS', `rmail $u')
_default(`LOCAL_SHELL_FLAGS', `ehuP')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')
define(`confEBINDIR', `/usr/local/lib')
