dnl mail11.m4 - MAILER(mail11): DECnet hosts (user@host.DECNET) by mail11.
dnl Uses: MAIL11_MAILER_PATH _FLAGS _ARGS _QGRP.
_default(`MAIL11_MAILER_PATH', `/usr/etc/mail11')dnl
_default(`MAIL11_MAILER_FLAGS', `nsFx')dnl
_default(`MAIL11_MAILER_ARGS', `mail11 $g $x $h $u')dnl

###  Mailer mail11

Mmail11,	P=MAIL11_MAILER_PATH, F=_flags(`MAIL11', MAIL11_MAILER_FLAGS), S=Mail11From, R=Mail11To, T=DNS/X-DECnet/X-Unix,
ifdef(`MAIL11_MAILER_QGRP', `		Q=MAIL11_MAILER_QGRP,
')		A=MAIL11_MAILER_ARGS

# senders are known to DECnet under this host, recipients without it
SMail11From
R$+ < @ $- .DECNET . >	$@ $2 :: $1
R$+			$: $>AddDomain $1
R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2

SMail11To
R$+ < @ $- .DECNET . >	$@ $2 :: $1
R$+ < @ $=w . >		$@ $1
_pseudo(`DECNET')dnl
define(`_USE_DECNET_SYNTAX_', `1')dnl
