dnl isc4.1.m4 - OSTYPE(isc4.1): Interactive Unix 4.1.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_PATH', `/bin/lmail')
_default(`LOCAL_MAILER_FLAGS', `humS9')
_default(`LOCAL_MAILER_ARGS', `lmail -s $u')
_default(`UUCP_MAILER_ARGS', `uux - -r -gC $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
