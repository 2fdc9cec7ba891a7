dnl xagent.m4 - MAILER(xagent): mail to another message handling system by a program.
dnl Uses: XAGENT_MAILER_PATH _FLAGS _ARGS _MAX.
_default(`XAGENT_MAILER_PATH', `/usr/lib/xagent')dnl
_default(`XAGENT_MAILER_FLAGS', `DFMueXLn')dnl
_default(`XAGENT_MAILER_ARGS', `xagent $h $u')dnl

###  Mailer xagent

Mxagent,	P=XAGENT_MAILER_PATH, F=_flags(`XAGENT', XAGENT_MAILER_FLAGS), S=11/31, R=21/31,
ifdef(`XAGENT_MAILER_MAX', `		M=XAGENT_MAILER_MAX,
')		T=DNS/RFC822/X-Unix,
		A=XAGENT_MAILER_ARGS, E=\n

# senders are put behind this host, recipients stay as they are
S11
R$+			$: $>AddDomain $1
R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
S21
R$+ < @ $=w . >		$: $1
S31
R$+			$: $>AddDomain $1
R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
