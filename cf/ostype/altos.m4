dnl altos.m4 - OSTYPE(altos): Altos System V.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_PATH', `/usr/bin/lmail')
_default(`LOCAL_MAILER_FLAGS', `mPuhCE9')
_default(`LOCAL_MAILER_ARGS', `lmail $u')
_default(`LOCAL_SHELL_FLAGS', `Peu')
_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
