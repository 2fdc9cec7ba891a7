dnl unicosmk.m4 - OSTYPE(unicosmk): UNICOS/mk.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`ALIAS_FILE', `/usr/lib/aliases')
define(`HELP_FILE', `/usr/lib/sendmail.hf')
_default(`confPID_FILE', `/etc/sendmail.pid')
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`STATUS_FILE', `/usr/lib/sendmail.st')
_default(`LOCAL_SHELL_FLAGS', `lsDFMpxehuo')
MODIFY_MAILER_FLAGS(`SMTP', `+anpeLC')
