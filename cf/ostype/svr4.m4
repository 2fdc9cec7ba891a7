dnl svr4.m4 - OSTYPE(svr4): System V Release 4.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`LOCAL_MAILER_PATH', `/usr/ucblib/binmail')
_default(`LOCAL_SHELL_FLAGS', `ehuP')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')
define(`confEBINDIR', `/usr/ucblib')
