dnl cyrus.m4 - MAILER(cyrus): Cyrus IMAP deliver programs (old).
dnl Offers: mailers cyrus and cyrusbb (bulletin boards).
dnl Uses: CYRUS_MAILER_PATH _FLAGS _ARGS _MAX _USER _QGRP, CYRUS_BB_MAILER_FLAGS _ARGS.
_default(`CYRUS_MAILER_PATH', `/usr/sbin/cyrdeliver')dnl
_default(`CYRUS_MAILER_FLAGS', `Ah5@/:|')dnl
_default(`CYRUS_MAILER_ARGS', `cyrdeliver -e -m $h -- $u')dnl
_default(`CYRUS_MAILER_USER', `cyrus:mail')dnl
_default(`CYRUS_BB_MAILER_FLAGS', `u')dnl
_default(`CYRUS_BB_MAILER_ARGS', `cyrdeliver -e -m $u')dnl

###  Mailer cyrus

Mcyrus,		P=CYRUS_MAILER_PATH, F=_flags(`CYRUS', CONCAT(`lsDFMnPq', CYRUS_MAILER_FLAGS)), S=EnvFromL, R=EnvToL/HdrToL, U=CYRUS_MAILER_USER,
ifdef(`CYRUS_MAILER_MAX', `		M=CYRUS_MAILER_MAX,
')		T=DNS/RFC822/X-Unix,
ifdef(`CYRUS_MAILER_QGRP', `		Q=CYRUS_MAILER_QGRP,
')		A=CYRUS_MAILER_ARGS
Mcyrusbb,	P=CYRUS_MAILER_PATH, F=_flags(`CYRUS', CONCAT(`lsDFMnP', CYRUS_BB_MAILER_FLAGS)), S=EnvFromL, R=EnvToL/HdrToL, U=CYRUS_MAILER_USER,
ifdef(`CYRUS_MAILER_MAX', `		M=CYRUS_MAILER_MAX,
')		T=DNS/RFC822/X-Unix,
		A=CYRUS_BB_MAILER_ARGS
