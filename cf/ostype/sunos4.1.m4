dnl sunos4.1.m4 - OSTYPE(sunos4.1): SunOS 4.1.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confEBINDIR', `/usr/lib')
