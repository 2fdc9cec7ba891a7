dnl fax.m4 - MAILER(fax): mail to user@number.FAX goes to a fax program.
dnl Uses: FAX_MAILER_PATH _ARGS _MAX _QGRP.
_default(`FAX_MAILER_PATH', `/usr/bin/faxmail')dnl
_default(`FAX_MAILER_ARGS', `faxmail -d $u@$h $f')dnl
_default(`FAX_MAILER_MAX', `100000')dnl

###  Mailer fax

Mfax,		P=FAX_MAILER_PATH, F=_flags(`FAX', `DFMhu'), S=14, R=24, M=FAX_MAILER_MAX, T=X-Phone/X-FAX/X-Unix,
ifdef(`FAX_MAILER_QGRP', `		Q=FAX_MAILER_QGRP,
')		A=FAX_MAILER_ARGS
_pseudo(`FAX')dnl
