dnl dgux.m4 - OSTYPE(dgux): DG/UX.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confTIME_ZONE', `USE_TZ')
_default(`LOCAL_MAILER_FLAGS', `m9')
divert(6)dnl
E_FORCE_MAIL_LOCAL_=yes
divert(-1)
define(`confEBINDIR', `/usr/lib')
