dnl riscos4.5.m4 - OSTYPE(riscos4.5): RISC/os 4.5.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_ARGS', `rmail -d $u')
define(`confEBINDIR', `/usr/lib')
