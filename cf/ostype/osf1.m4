dnl osf1.m4 - OSTYPE(osf1): OSF/1 and Tru64.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
_default(`confDEF_USER_ID', `daemon')
_default(`STATUS_FILE', `/usr/adm/sendmail/sendmail.st')
define(`confEBINDIR', `/usr/lbin')
