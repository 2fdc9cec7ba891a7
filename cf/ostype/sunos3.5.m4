dnl sunos3.5.m4 - OSTYPE(sunos3.5): SunOS 3.5.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confEBINDIR', `/usr/lib')
