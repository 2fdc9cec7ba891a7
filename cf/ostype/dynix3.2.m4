dnl dynix3.2.m4 - OSTYPE(dynix3.2): Dynix 3.2.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
