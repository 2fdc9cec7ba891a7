dnl check_relay.m4 - may this client connect? check_relay gets "name $| address".
dnl Uses: Local_check_relay, the access map (tag Connect), block lists (diversion 8), require_rdns,
dnl ratecontrol and conncontrol, delay_checks (then it runs as checkrelay, called by check_rcpt).

######  check_relay

SLocal_check_relay
Scheck`'_DELAY_NAME_`'relay
R$* $| $*		$: $1 $| $2 $| $>Local_check_relay $1 $| $2
R$* $| $* $| $#$*	$#$3
R$* $| $* $| $*		$@ $>Basic_check_relay $1 $| $2

SBasic_check_relay
R$*			$: < $&{deliveryMode} > $1
R< d > $*		$@ deferred
R< $* > $*		$: $2
ifdef(`_ACCESS_TABLE_', `ifdef(`_USE_CLIENT_PTR_', `R$* $| $*		$: $&{client_ptr} $| $2
')dnl
R$+ $| $+		$: $>D < $1 > < ? > < + Connect > < $2 >
R $| $+			$: $>A < $1 > < ? > < + Connect > < >
R< ? > < $+ >		$: $>A < $1 > < ? > < + Connect > < >
R< ? > < $* >		$: none
R< $+ > < $* >		$: $>83 < $1 >
R$={Accept}		$@ $1
R$#$*			$#$1
')dnl
R$*			$: $&{client_name} $| $&{client_addr}
ifdef(`_RATE_CONTROL_', `ifdef(`_RATE_NODELAY_', `', `define(`_hook_', `RateControl')include(_CF_DIR_`'m4/rules/local_hook.m4)')')dnl
ifdef(`_CONN_CONTROL_', `ifdef(`_CONN_NODELAY_', `', `define(`_hook_', `ConnControl')include(_CF_DIR_`'m4/rules/local_hook.m4)')')dnl
undivert(8)dnl
ifdef(`_REQUIRE_RDNS_', `include(_CF_DIR_`'m4/rules/require_rdns.m4)')dnl
ifdef(`_ACCESS_TABLE_', `
######  83: a value of the access map to a verdict

S83
R< $={Accept} >		$@ $1
R< REJECT >		_verdict(`confREJECT_MSG', `_own_reject_msg_', `5.7.1')
R< DISCARD >		$#discard $: discard
R< QUARANTINE : $+ >	$#error $@ quarantine $: $1
R< ERROR : $-.$-.$- : $+ >	$#error $@ $1.$2.$3 $: $4
R< ERROR : $+ >		$#error $: $1
R< $* < TMPF > >	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $+ >			$#error $: $1
')dnl
