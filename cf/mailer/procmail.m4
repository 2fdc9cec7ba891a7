dnl procmail.m4 - MAILER(procmail): mail handed to procmail with an rc file, for mailertable entries like
dnl "procmail:/etc/procmailrcs/list". Needs MAILER(smtp) for its rulesets.
dnl Uses: PROCMAIL_MAILER_PATH _FLAGS _ARGS _MAX _QGRP.
_default(`PROCMAIL_MAILER_PATH', `ifdef(`PROCMAIL_PATH', `PROCMAIL_PATH', `/usr/local/bin/procmail')')dnl
_default(`PROCMAIL_MAILER_FLAGS', `SPhnu9')dnl
_default(`PROCMAIL_MAILER_ARGS', `procmail -Y -m $h $f $u')dnl

###  Mailer procmail

Mprocmail,	P=PROCMAIL_MAILER_PATH, F=_flags(`PROCMAIL', CONCAT(`DFM', PROCMAIL_MAILER_FLAGS)), S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP/HdrFromSMTP,
ifdef(`PROCMAIL_MAILER_MAX', `		M=PROCMAIL_MAILER_MAX,
')		T=DNS/RFC822/X-Unix,
ifdef(`PROCMAIL_MAILER_QGRP', `		Q=PROCMAIL_MAILER_QGRP,
')		A=PROCMAIL_MAILER_ARGS
