dnl ultrix4.m4 - OSTYPE(ultrix4): Ultrix 4.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
define(`confEBINDIR', `/usr/lib')
