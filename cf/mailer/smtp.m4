dnl smtp.m4 - MAILER(smtp): other hosts by SMTP.
dnl Offers: mailers smtp (without ESMTP), esmtp, smtp8 (8-bit without asking), dsmtp (held until the
dnl other side asks), relay (to a smart host or hub: addresses are left as they are).
dnl Uses: SMTP_MAILER_FLAGS _ARGS _MAX _MAXMSGS _MAXRCPTS _CHARSET _LL _QGRP, ESMTP_MAILER_ARGS _QGRP,
dnl SMTP8_MAILER_ARGS _QGRP, DSMTP_MAILER_ARGS _QGRP, RELAY_MAILER_ARGS _FLAGS _MAXMSGS _CHARSET _LL _QGRP.
_default(`SMTP_MAILER_FLAGS', `')dnl
_default(`RELAY_MAILER_FLAGS', `SMTP_MAILER_FLAGS')dnl
_default(`SMTP_MAILER_ARGS', `TCP $h')dnl
_default(`ESMTP_MAILER_ARGS', `TCP $h')dnl
_default(`SMTP8_MAILER_ARGS', `TCP $h')dnl
_default(`DSMTP_MAILER_ARGS', `TCP $h')dnl
_default(`RELAY_MAILER_ARGS', `TCP $h')dnl
_default(`SMTP_MAILER_LL', `990')dnl
_default(`RELAY_MAILER_LL', `2040')dnl
dnl _smtp_mailer(name, NAME, flags): one of the four that deliver to the named host
define(`_smtp_mailer', `M$1,		P=[IPC], F=_flags(`$2', CONCAT(`$3', _smtp_extra_flags_, SMTP_MAILER_FLAGS)), S=EnvFromSMTP/HdrFromSMTP, R=ifdef(`_ALL_MASQUERADE_', `EnvToSMTP/HdrFromSMTP', `EnvToSMTP'), E=\r\n, L=SMTP_MAILER_LL,
ifdef(`SMTP_MAILER_MAX', `		M=SMTP_MAILER_MAX,
')ifdef(`SMTP_MAILER_MAXMSGS', `		m=SMTP_MAILER_MAXMSGS,
')ifdef(`SMTP_MAILER_MAXRCPTS', `		r=SMTP_MAILER_MAXRCPTS,
')ifdef(`SMTP_MAILER_CHARSET', `		C=SMTP_MAILER_CHARSET,
')		T=DNS/RFC822/SMTP,
ifdef(`$2_MAILER_QGRP', `		Q=$2_MAILER_QGRP,
')		A=$2_MAILER_ARGS
')dnl
_default(`_smtp_extra_flags_', `')dnl
_default(`_relay_extra_flags_', `')dnl

###  SMTP mailers

_smtp_mailer(`smtp', `SMTP', `mDFMuX')dnl
_smtp_mailer(`esmtp', `ESMTP', `mDFMuXa')dnl
_smtp_mailer(`smtp8', `SMTP8', `mDFMuX8')dnl
_smtp_mailer(`dsmtp', `DSMTP', `mDFMuXa%')dnl
Mrelay,		P=[IPC], F=_flags(`RELAY', CONCAT(`mDFMuXa8', _relay_extra_flags_, RELAY_MAILER_FLAGS)), S=EnvFromSMTP/HdrFromSMTP, R=MasqSMTP`'ifdef(`_ALL_MASQUERADE_', `/MasqRelay'), E=\r\n, L=RELAY_MAILER_LL,
ifdef(`RELAY_MAILER_MAXMSGS', `		m=RELAY_MAILER_MAXMSGS,
')ifdef(`SMTP_MAILER_MAXRCPTS', `		r=SMTP_MAILER_MAXRCPTS,
')ifdef(`RELAY_MAILER_CHARSET', `		C=RELAY_MAILER_CHARSET,
')		T=DNS/RFC822/SMTP,
ifdef(`RELAY_MAILER_QGRP', `		Q=RELAY_MAILER_QGRP,
')		A=RELAY_MAILER_ARGS

# envelope sender
SEnvFromSMTP
R$+			$: $>PseudoToReal $1
R$+			$: $>MasqSMTP $1
R$+			$: $>MasqEnv $1

# envelope recipient
SEnvToSMTP
R$+			$: $>PseudoToReal $1
R$+			$: $>MasqSMTP $1
R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2

# header sender, and with allmasquerade header recipient
SHdrFromSMTP
R: ; < @ >		$@ : ; < @ >
R$+			$: $>PseudoToReal $1
R$+			$: $>MasqSMTP $1
R$+			$: $>MasqHdr $1

# header recipient of mailer relay with allmasquerade
SMasqRelay
R$+			$: $>MasqSMTP $1
R$+			$: $>MasqHdr $1

# a name alone is ours
SMasqSMTP
R$* < @ $* > $*		$@ $1 < @ $2 > $3
R$+			$@ $1 < @ *LOCAL* >

# names that no name server knows are put into the user part
SPseudoToReal
R< @ $+ > $*		$@ < @ $1 > $2
ifdef(`BITNET_RELAY', `R$+ < @ $+ .BITNET . > $*	$: $1 % $2 .BITNET < @ $B > $3
')ifdef(`_NO_UUCP_', `', `R$+ < @ $&h .UUCP . > $*	$@ $1 < @ $&h .UUCP . > $2
ifdef(`UUCP_RELAY', `R$+ < @ $+ .UUCP . > $*	$: $2 ! $1 < @ $Y > $3
', `R$+ < @ $+ .UUCP . > $*	$@ $2 ! $1 < @ *LOCAL* > $3
')')dnl
R$+ < @ $- : $+ > $*	$@ $1 < @ $3 > $4
