dnl irix4.m4 - OSTYPE(irix4): IRIX 4.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_FLAGS', `Ehm9')
define(`confEBINDIR', `/usr/lib')
