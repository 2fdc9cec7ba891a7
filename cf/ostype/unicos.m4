dnl unicos.m4 - OSTYPE(unicos): UNICOS.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`ALIAS_FILE', `/usr/lib/aliases')
define(`HELP_FILE', `/usr/lib/sendmail.hf')
_default(`confPID_FILE', `/etc/sendmail.pid')
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`STATUS_FILE', `/usr/lib/sendmail.st')
MODIFY_MAILER_FLAGS(`LOCAL', `+aSpxXu')
_default(`LOCAL_SHELL_FLAGS', `pxehu')
MODIFY_MAILER_FLAGS(`SMTP', `+anpeLC')
