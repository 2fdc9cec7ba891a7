dnl amdahl-uts.m4 - OSTYPE(amdahl-uts): Amdahl UTS.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`LOCAL_MAILER_FLAGS', `fSn9')
define(`confEBINDIR', `/usr/lib')
