dnl uxpds.m4 - OSTYPE(uxpds): UXP/DS.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`LOCAL_MAILER_PATH', `/usr/ucblib/binmail')
_default(`LOCAL_SHELL_FLAGS', `ehuP')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$f -gmedium $h!rmail ($u)')
define(`confEBINDIR', `/usr/ucblib')
define(`confDEF_GROUP_ID', `6')
