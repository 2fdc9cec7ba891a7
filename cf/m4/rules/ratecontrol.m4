dnl ratecontrol.m4 - rulesets that features add: RateControl, ConnControl, greet_pause,
dnl check_compat, check_other, queuegroup, bcc, tls_srv_features, tls_clt_features.
ifdef(`_RATE_CONTROL_', `
######  RateControl: connections per minute

SRateControl
R$*			$: $>A < $&{client_addr} > < ? > < ! ClientRate > < >
R< ? > < >		$: < $(access ClientRate`'_TAG_DELIM_ $: ? $) > < >
R< $* < TMPF > > $*	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< ? > $*		$@ OK
R< 0 > $*		$@ OK
R< $+ > $*		$: < $1 > $(arith l $@ $1 $@ $&{client_rate} $)
R< $+ > TRUE		$#error $@ 4.3.2 $: _RATE_CODE_ Connection rate limit exceeded.
')dnl
ifdef(`_CONN_CONTROL_', `
######  ConnControl: open connections

SConnControl
R$*			$: $>A < $&{client_addr} > < ? > < ! ClientConn > < >
R< ? > < >		$: < $(access ClientConn`'_TAG_DELIM_ $: ? $) > < >
R< $* < TMPF > > $*	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< ? > $*		$@ OK
R< 0 > $*		$@ OK
R< $+ > $*		$: < $1 > $(arith l $@ $1 $@ $&{client_connections} $)
R< $+ > TRUE		$#error $@ 4.3.2 $: _CONN_CODE_ Too many open connections.
')dnl
ifdef(`_GREET_PAUSE_', `
######  greet_pause: name $| address; how many milliseconds a client has to be silent

SLocal_greet_pause
Sgreet_pause
R$*			$: $1 $| $>Local_greet_pause $1
R$* $| $#$*		$#$2
R$* $| $* $| $*		$: $1 $| $2
ifdef(`_ACCESS_TABLE_', `R$+ $| $+		$: $>D < $1 > < ? > < ! GreetPause > < $2 >
R $| $+			$: < ? > < $1 >
R< 0 > < $* >		$@
R< ? > < $+ >		$: $>A < $1 > < ? > < ! GreetPause > < >
R< ? > < $* >		$: < $(access GreetPause`'_TAG_DELIM_ $: ? $) > < >
R< $* < TMPF > > < $* >	$@
R< ? > < $* >		ifdef(`_PAUSE_TIME_', `$#_PAUSE_TIME_', `$@')
R< $* > < $* >		$# $1
', `R$*			$#_PAUSE_TIME_
')')dnl
ifdef(`_COMPAT_CHECK_', `
######  check_compat: sender $| recipient

Scheck_compat
R< $* > $| $*		$: $1 $| $2
R$* $| < $* >		$: $1 $| $2
R$* $| $*		$: < $(access Compat`'_TAG_DELIM_$1<@>$2 $: OK $) >
R< DISCARD : $+ >	$#discard $: $1 " - discarded by check_compat"
R< DISCARD $* >		$#discard $: $1 " - discarded by check_compat"
R< TEMP : $* >		$#error $@ TEMPFAIL $: $1 " error from check_compat. Try again later"
R< ERROR : $* >		$#error $@ UNAVAILABLE $: $1 " error from check_compat"
')dnl
ifdef(`_CHECK_OTHER_', `
######  check_other: unknown commands, and some that do nothing

Scheck_other
R$* $| 5		$: < $(badcmd $1 $) >
R< $* < BADCMD > >	$#error $@ 4.7.0 $: 421 bad command
')dnl
ifdef(`_XCONNECT_', `
######  x_connect: name $| address of a proxy

Sx_connect
R$* $| $*		$: $>D < $1 > < ? > < ! XConnect > < $2 >
R< ? > < $+ >		$: $>A < $1 > < ? > < ! XConnect > < >
R< ? > < $* >		$#no
R$*			$@ yes
')dnl
ifdef(`_QUEUE_GROUP_', `
######  queuegroup: a recipient

Squeuegroup
R< $+ >			$1
R$+ @ $+		$: < Q > $>SearchList < ! qgrp > $| < F:$1@$2 > < D:$2 > < >
R< Q > < ? >		ifelse(_QUEUE_GROUP_NAME_, `', `$@ default', `$#_QUEUE_GROUP_NAME_')
R< Q > < $+ >		$#$1
')dnl
ifelse(ifdef(`_TLS_SESSION_FEATURES_', `1')ifdef(`_STS_', `1'), `', `', `include(_CF_DIR_`'m4/rules/tls_session.m4)')dnl
ifdef(`_BCC_', `include(_CF_DIR_`'m4/rules/bcc.m4)')dnl
