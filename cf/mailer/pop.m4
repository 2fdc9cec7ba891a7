dnl pop.m4 - MAILER(pop): user@POP goes to the MH POP program.
dnl Uses: POP_MAILER_PATH _FLAGS _ARGS _QGRP.
_default(`POP_MAILER_PATH', `/usr/lib/mh/spop')dnl
_default(`POP_MAILER_FLAGS', `Penu')dnl
_default(`POP_MAILER_ARGS', `pop $u')dnl

###  Mailer pop

Mpop,		P=POP_MAILER_PATH, F=_flags(`POP', CONCAT(`lsDFMq', POP_MAILER_FLAGS)), S=EnvFromL, R=EnvToL/HdrToL, T=DNS/RFC822/X-Unix,
ifdef(`POP_MAILER_QGRP', `		Q=POP_MAILER_QGRP,
')		A=POP_MAILER_ARGS
_pseudo(`POP')dnl
