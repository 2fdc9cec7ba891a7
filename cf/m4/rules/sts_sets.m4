dnl sts_sets.m4 - ruleset 88 of FEATURE(sts). Uses: map sts, which answers a domain with
dnl "secure match=host:host ... servername=hostname", or nothing when there is no policy; ${server_name},
dnl ${verify}, ${cn_subject}, class {cert_altnames}; access map entries STS:domain NO make exceptions.

######  88: a recipient to "fine", or to an error when the policy is not met

S88
R$+			$: $>CanonAddr $1
R$* < @ $+ . > $*	$: $1 < @ $2 > $3
R$* < @ $+ > $*		$: < $2 >
ifdef(`_ACCESS_TABLE_', `R< $+ >			$: < $1 > $>D < $1 > < ? > < ! STS > < >
R< $+ > < NO > $*	$@ no policy wanted
R< $+ > < $* > $*	$: < $1 >
')dnl
R< $+ >			$: < $(sts $1 $: none $) >
R< none >		$@ no policy
R< $* < TMPF > >	$#error $@ 4.7.0 $: "450 STS lookup temporarily failed"
R< secure $* >		$: < $(stsxmatch $1 $: $1 $) > $| $&{verify}
R< $* > $| $={TlsVerified}	$@ verified
R< $* > $| $*		$#error $@ 4.7.0 $: "450 STS policy of recipient not met by " $&{server_name}
