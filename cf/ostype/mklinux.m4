dnl mklinux.m4 - OSTYPE(mklinux): MkLinux.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`STATUS_FILE', `/var/log/sendmail.st')
_default(`LOCAL_MAILER_PATH', `/usr/bin/procmail')
_default(`LOCAL_MAILER_FLAGS', `SPfhn9')
_default(`LOCAL_MAILER_ARGS', `procmail -a $h -d $u')
define(`confEBINDIR', `/usr/sbin')
_default(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
