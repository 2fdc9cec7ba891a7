dnl domainos.m4 - OSTYPE(domainos): Domain/OS.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
