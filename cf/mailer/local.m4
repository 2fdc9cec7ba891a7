dnl local.m4 - MAILER(local): mailboxes of this host, and programs in aliases and .forward files.
dnl Offers: mailers local and prog.
dnl Uses: LOCAL_MAILER_PATH _FLAGS _ARGS _MAX _MAXMSGS _MAXRCPTS _CHARSET _EOL _QGRP _DSN_DIAGNOSTIC_CODE,
dnl LOCAL_SHELL_PATH _FLAGS _ARGS _DIR, LOCAL_PROG_QGRP, confUSERDB_SPEC; always_add_domain,
dnl allmasquerade, local_no_masquerade.
_default(`LOCAL_MAILER_FLAGS', `Prmn9')dnl
_default(`LOCAL_MAILER_PATH', `/bin/mail')dnl
_default(`LOCAL_MAILER_ARGS', `mail -d $u')dnl
_default(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `X-Unix')dnl
_default(`LOCAL_SHELL_FLAGS', `eu9')dnl
_default(`LOCAL_SHELL_PATH', `/bin/sh')dnl
_default(`LOCAL_SHELL_ARGS', `sh -c $u')dnl
_default(`LOCAL_SHELL_DIR', `$z:/')dnl
define(`_local_F', `_flags(`LOCAL', CONCAT(_base_local_flags_, LOCAL_MAILER_FLAGS))')dnl
_default(`_base_local_flags_', `lsDFMAw5:/|@q')dnl
_default(`_base_prog_flags_', `lsDFMoq')dnl

###  Mailers local and prog

Mlocal,		P=LOCAL_MAILER_PATH, F=_local_F, S=ifdef(`_LOCAL_LMTP_', `EnvFromSMTP', `EnvFromL')/HdrFromL, R=EnvToL/HdrToL,
ifdef(`LOCAL_MAILER_EOL', `		E=LOCAL_MAILER_EOL,
')ifdef(`LOCAL_MAILER_MAX', `		M=LOCAL_MAILER_MAX,
')ifdef(`LOCAL_MAILER_MAXMSGS', `		m=LOCAL_MAILER_MAXMSGS,
')ifdef(`LOCAL_MAILER_MAXRCPTS', `		r=LOCAL_MAILER_MAXRCPTS,
')ifdef(`LOCAL_MAILER_CHARSET', `		C=LOCAL_MAILER_CHARSET,
')		T=DNS/RFC822/LOCAL_MAILER_DSN_DIAGNOSTIC_CODE,
ifdef(`LOCAL_MAILER_QGRP', `		Q=LOCAL_MAILER_QGRP,
')		A=LOCAL_MAILER_ARGS
Mprog,		P=LOCAL_SHELL_PATH, F=_flags(`SHELL', CONCAT(_base_prog_flags_, LOCAL_SHELL_FLAGS)), S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, D=LOCAL_SHELL_DIR,
ifdef(`LOCAL_MAILER_MAX', `		M=LOCAL_MAILER_MAX,
')		T=X-Unix/X-Unix/X-Unix,
ifdef(`LOCAL_PROG_QGRP', `		Q=LOCAL_PROG_QGRP,
')		A=LOCAL_SHELL_ARGS

# envelope sender
SEnvFromL
R< @ >			$@ < @ >
R$+			$: $>AddDomain $1
ifdef(`_LOCAL_NO_MASQ_', `R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
', `R$+			$: $>MasqEnv $1
')dnl

# envelope recipient: the host part is ours
SEnvToL
R$+ < @ $* >		$: $1
# senders have no detail here
R$+ + $*		$: < $&{addr_type} > $1 + $2
R< e s > $+ + $*	$: $1
R< $* > $*		$: $2

# header sender
SHdrFromL
R: ; < @ >		$@ : ; < @ >
R< @ >			$@ $n				nobody wrote it
R$+			$: $>AddDomain $1
ifdef(`_LOCAL_NO_MASQ_', `R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
', `R$+			$: $>MasqHdr $1
')dnl

# header recipient
SHdrToL
R: ; < @ >		$@ : ; < @ >
R$+			$: $>AddDomain $1
ifelse(ifdef(`_ALL_MASQUERADE_', `ifdef(`_LOCAL_NO_MASQ_', `', `1')'), `1', `R$+			$: $>MasqHdr $1
', `R$* < @ *LOCAL* > $*	$: $1 < @ $j . > $2
')dnl

# always_add_domain: a name alone gets a domain
SAddDomain
ifdef(`_ADD_DOMAIN_', `R< @ $* > $*		$@ < @ $1 > $2
R$+ < @ $* > $*		$@ $1 < @ $2 > $3
R$+			$@ $1 < @ _ADD_DOMAIN_ >
')dnl
