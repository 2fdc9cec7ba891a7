dnl bsd4.3.m4 - OSTYPE(bsd4.3): 4.3BSD.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
