dnl ptx2.m4 - OSTYPE(ptx2): DYNIX/ptx.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_FLAGS', `fmn9')
_default(`LOCAL_SHELL_FLAGS', `eu')
define(`confEBINDIR', `/usr/lib')
