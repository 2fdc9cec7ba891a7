dnl usenet.m4 - MAILER(usenet): user names that end in .USENET are news groups.
dnl Uses: USENET_MAILER_PATH _FLAGS _ARGS _MAX _QGRP.
_default(`USENET_MAILER_PATH', `/usr/lib/news/inews')dnl
_default(`USENET_MAILER_FLAGS', `rsDFMmn')dnl
_default(`USENET_MAILER_ARGS', `inews -m -h -n $u')dnl

###  Mailer usenet

Musenet,	P=USENET_MAILER_PATH, F=_flags(`USENET', USENET_MAILER_FLAGS), S=EnvFromL, R=EnvToL,
ifdef(`USENET_MAILER_MAX', `		M=USENET_MAILER_MAX,
')		T=X-Usenet/X-Usenet/X-Unix,
ifdef(`USENET_MAILER_QGRP', `		Q=USENET_MAILER_QGRP,
')		A=USENET_MAILER_ARGS
