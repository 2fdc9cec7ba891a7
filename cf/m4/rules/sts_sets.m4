dnl sts_sets.m4 - rulesets of FEATURE(sts), MTA-STS (RFC 8461). Uses: map sts, which answers a domain with
dnl "secure match=host:.domain servername=hostname" when it has a policy to enforce; ${rcpt_addr},
dnl ${server_name}, class {cert_altnames}; _STS_SAN_; access map entries STS:domain NO make exceptions.

######  STSPolicy: what the domain of the recipient demands: "secure match=..." or none

SSTSPolicy
R$*			$: < $&{rcpt_addr} >
R< $+ @ $+ >		$: $2
R< $* >			$@ none
ifdef(`_ACCESS_TABLE_', `R$+			$: $>D < $1 > < ? > < ! STS > < $1 >
R< NO > < $* >		$@ none
R< $* > < $* >		$: $2
')dnl
R$+			$: $(sts $1 $: none $)
R$* < TMPF >		$#error $@ 4.7.0 $: 450 STS lookup temp fail
Rsecure $* servername=hostname $*	secure $1 $2 : hostname
Rsecure $+		$@ secure $1
R$*			$@ none

######  STSSecure: ${verify}; a server that a policy names needs TLS with a verified certificate

SSTSSecure
R$*			$: $1 $| $>STSPolicy
R$* $| $#$*		$#$2
R$* $| secure $*	$@ $>TLS_connection $1 $| < TEMP + VERIFY : 128 >
R$*			$@ ok

######  STSHost: is this server one that the policy of the recipient names?

SSTSHost
R$*			$: $>STSPolicy
R$#$*			$#$1
Rnone			$@ ok
Rsecure $+ : hostname	secure $1
Rsecure $+		$: < : $(stsxmatch $1 $: : $) >
R< $* : $&{server_name} : $* >	$: named
R< : $+ : >		$: < $1 > $&{server_name}
R< $+ > $- . $+		$: < : $1 : > < $1 > $(macro {stsParent} $@ $3 $)
R< $* : . $&{stsParent} : $* > < $* >	$: named
R< $* > < $+ >		$: < $2 >
R< $* > $*		$#error $@ 4.7.0 $: 450 $&{server_name} not found in " " $1
ifdef(`_STS_SAN_', `Rnamed			$: < $&{server_name} >
R< $={cert_altnames} >	$@ ok
R< $* >			$#error $@ 4.7.0 $: 450 $1 not listed in SANs
')dnl
R$*			$@ ok
