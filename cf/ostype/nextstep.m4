dnl nextstep.m4 - OSTYPE(nextstep): NEXTSTEP.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_SHELL_FLAGS', `euP')
define(`confEBINDIR', `/usr/lib')
