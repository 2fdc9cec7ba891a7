dnl badmx_sets.m4 - rulesets of FEATURE(badmx): 86 gets a domain, 87 < domain > and its MX hosts.

######  86, 87: can these be MX hosts?

S86
R$+			$: < $1 > $(mxlist $1 $) :
R< $+ > $* < TEMP > :	$#error $@ 4.1.2 $: "450 MX lookup failure for " $1
R< $+ > $*		$@ $>87 < $1 > $2

S87
R< $+ >			$@ OK
R< $+ > : $*		$@ $>87 < $1 > $2
R< $+ > $+ : $*		$: < $1 > $3 $| $2 $| $(badmx $2 $)
R< $+ > $* $| $* $| $* < BADMX >	$#error $@ 5.1.2 $: "550 Illegal MX record for host " $1
R< $+ > $* $| $* $| $*	$: < $1 > $2 $| $(dnsA $3 $: none $)
R< $+ > $* $| $* < TEMP >	$#error $@ 4.1.2 $: "450 A lookup failure for " $1
R< $+ > $* $| $*	$: < $1 > $2 $| $(BadMXIP $3 $)
R< $+ > $* $| $* < BADMXIP >	$#error $@ 5.1.2 $: "550 Invalid MX record for host " $1
R< $+ > $* $| $*	$@ $>87 < $1 > $2
