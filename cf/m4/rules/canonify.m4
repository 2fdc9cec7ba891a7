dnl canonify.m4 - ruleset 3: from what somebody typed to a focused address, user < @ host . >
dnl Uses: LOCAL_RULE_3 (diversion 2), the maps of domaintable, bitdomain and uucpdomain, nocanonify,
dnl class O, classes w, P, {VirtHost}, {Canonify}, M, G; _USE_DECNET_SYNTAX_, nouucp, nopercenthack.
dnl Invariant: the result has the host part in "< @ ... >"; a host that is known to be complete ends
dnl in a dot. A name without a host has no focus at all.

######  3: canonify

Scanonify=3
R$@			$@ < @ >			nothing: the null sender
R!			$@ $>96 !			no path, a strange name
R$*			$: $>AddressPart $1			lists, phrases, brackets
R: ; < @ >		$@ : ; < @ >			a list without members
R$@			$@ < @ >			empty brackets

# source routes (RFC 5321 4.1.1.3): only the last stop counts
R@ $+ , $+		@ $1 : $2
R@ $+ : $+		$2

# user@host: the last @ separates
R$+ @ $+		$: $1 < @ $2 >
R$+ < $+ @ $+ >		$1 $2 < @ $3 >
R$+ < @ $+ >		$@ $>96 $1 < @ $2 >
ifdef(`_NO_UUCP_', `', `
# host!user: the first ! separates
R$- ! $+		$@ $>96 $2 < @ $1 .UUCP >
R$+ . $- ! $+		$@ $>96 $3 < @ $1 . $2 >
R$+ ! $+		$@ $>96 $2 < @ $1 .UUCP >
')dnl
ifdef(`_USE_DECNET_SYNTAX_', `
# node::user
R$- :: $+		$@ $>96 $2 < @ $1 .DECNET >
R$- . $- :: $+		$@ $>96 $3 < @ $1 . $2 .DECNET >
')dnl
ifdef(`_NO_PERCENTHACK_', `', `
# user%host: the last % separates, as if it were an @
R$* % $*		$1 @ $2
R$* @ $* @ $*		$1 % $2 @ $3
')dnl
R$* @ $*		$@ $>96 $1 < @ $2 >


######  AddressPart: takes away what is not address: phrases, list names, outer brackets

SAddressPart
R$* < $* > $* < $* > $*	< $4 >			of several parts the last one counts
R$* < $* < $* > $*	< $3 > $4			the innermost brackets count
R$* < $* > $*		$@ $2
R@ $*			$@ @ $1				a route: its colon stays
R$* [ IPv6 : $* ] $*	$@ $1 [ IPv6 : $2 ] $3
R$* :: $*		$@ $1 :: $2
R:include: $*		$@ : include : $1
R$* : $*		$: $2				name of a list
R$* ;			$1				end of a list
R$@			$@ : ; < @ >

######  96: completes the host part

SCanonify2=96
R$* < @ localhost > $*		$: $1 < @ $j . > $2
R$* < @ localhost . $m > $*	$: $1 < @ $j . > $2
ifdef(`_NO_UUCP_', `', `R$* < @ localhost . UUCP > $*	$: $1 < @ $j . > $2
')dnl

# addresses in brackets: our own mean this host
R$* < @ [ $+ ] > $*		$: $1 < @@ [ $2 ] > $3
R$* < @@ $=w > $*		$: $1 < @ $j . > $3
R$* < @@ $+ > $*		$@ $1 < @ $2 > $3
undivert(2)dnl
ifdef(`_DOMAIN_TABLE_', `
# old names of domains
R$* < @ $+ > $*			$: $1 < @ $(domaintable $2 $) > $3
')dnl
ifdef(`_VNET_', `
# the names of the RSCS network are one
R$* < @ $- . $=A > $*		$: $1 < @ $2 .vnet. > $4
')dnl
ifdef(`_BITDOMAIN_TABLE_', `
# BITNET hosts that have a domain name
R$* < @ $+ .BITNET > $*		$: $1 < @ $(bitdomain $2 $: $2 .BITNET $) > $3
')dnl
ifdef(`_UUDOMAIN_TABLE_', `
# UUCP hosts that have a domain name
R$* < @ $+ .UUCP > $*		$: $1 < @ $(uudomain $2 $: $2 .UUCP $) > $3
')dnl
ifdef(`_NO_UUCP_', `', `
# host.UUCP: ifdef(`_UUCP_PSEUDO_', `ours to route', `perhaps the name server knows the host')
ifdef(`_UUCP_PSEUDO_', `', `R$* < @ $+ .UUCP > $*		$: $1 < @ $[ $2 $: $2 .UUCP $] > $3
')dnl
R$* < @ $+ .UUCP > $*		$@ $1 < @ $2 .UUCP . > $3
')dnl

# complete already; one dot at the end is enough
R$* < @ $* . . > $*		$1 < @ $2 . > $3
R$* < @ $* . > $*		$@ $1 < @ $2 . > $3
R$* < @ $* $=P > $*		$@ $1 < @ $2 $3 . > $4
ifdef(`_NO_CANONIFY_', `ifdef(`_CANONIFY_HOSTS_', `
# only a host name: the name server completes it
R$* < @ $- > $*			$: $1 < @ $[ $2 $] > $3
')ifdef(`_CANONIFY_DOMAINS_', `
# domains that are to be completed
R$* < @ $* $={Canonify} > $*	$: $1 < @ $[ $2 $3 $] > $4
')# the others are taken for complete
R$* < @ $+ . $~P > $*	$: $1 < @ $2 . $3 . > $4
', `
# what the name server says
R$* < @ $* $~P > $*		$: $1 < @ $[ $2 $3 $] > $4
')dnl
# ours are complete even when it says nothing
R$* < @ $=w > $*		$: $1 < @ $2 . > $3
ifdef(`_VIRTUSER_TABLE_', `ifdef(`_VIRT_ENTIRE_', `R$* < @ $* $={VirtHost} > $*	$: $1 < @ $2 $3 . > $4
', `R$* < @ $={VirtHost} > $*	$: $1 < @ $2 . > $3
')')dnl
ifdef(`_MASQ_DOMAINS_', `R$* < @ $=M > $*		$: $1 < @ $2 . > $3
')dnl
ifdef(`_GENERICS_TABLE_', `R$* < @ $=G > $*		$: $1 < @ $2 . > $3
')dnl
