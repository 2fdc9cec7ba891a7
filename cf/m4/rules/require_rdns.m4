dnl require_rdns.m4 - FEATURE(require_rdns) in check_relay: a client without a name that resolves both ways
dnl is refused, now or for good. Class R and this host are exempt.

# a client needs a name
R$*			$: $&{client_name} $| $&{client_addr} $| $&{client_addr}
R$* $| $* $| 127.0.0.1	$: $1 $| $2
R$* $| $* $| IPv6:::1	$: $1 $| $2
R$* $| $* $| IPv6:0:0:0:0:0:0:0:1	$: $1 $| $2
R$* $| $* $| $=R $*	$: $1 $| $2
R$* $| $* $| $*		$: $1 $| $2 $| < $&{client_resolve} >
R$* $| $* $| < TEMP >	$#error $@ 4.1.8 $: 451 Client IP address $&{client_addr} does not resolve
R$* $| $* $| < FORGED >	$#error $@ 4.1.8 $: 451 Possibly forged hostname for $&{client_addr}
R$* $| $* $| < FAIL >	$#error $@ 5.7.1 $: 550 Fix reverse DNS for $&{client_addr}
R$* $| $* $| $*		$: $1 $| $2
