dnl phquery.m4 - MAILER(phquery): names of a CCSO name server.
dnl Uses: PH_MAILER_PATH _FLAGS _ARGS _QGRP.
_default(`PH_MAILER_PATH', `/usr/local/etc/phquery')dnl
_default(`PH_MAILER_FLAGS', `ehmu')dnl
_default(`PH_MAILER_ARGS', `phquery -- $u')dnl

###  Mailer phquery

Mph,		P=PH_MAILER_PATH, F=_flags(`PH', CONCAT(`nrDFM', PH_MAILER_FLAGS)), S=EnvFromL, R=EnvToL/HdrToL, T=DNS/RFC822/X-Unix,
ifdef(`PH_MAILER_QGRP', `		Q=PH_MAILER_QGRP,
')		A=PH_MAILER_ARGS
