dnl linux.m4 - OSTYPE(linux): GNU/Linux with procmail as local delivery agent.
define(`confEBINDIR', `/usr/sbin')
_default(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
FEATURE(`local_procmail')
