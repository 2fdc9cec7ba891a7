dnl sco3.2.m4 - OSTYPE(sco3.2): SCO UNIX 3.2.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`LOCAL_MAILER_PATH', `/usr/bin/lmail')
_default(`LOCAL_MAILER_FLAGS', `PuhCE9')
_default(`LOCAL_MAILER_ARGS', `lmail $u')
_default(`LOCAL_SHELL_FLAGS', `Peu')
define(`confEBINDIR', `/usr/lib')
