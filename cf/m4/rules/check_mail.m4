dnl check_mail.m4 - may this be the sender? check_mail gets the address of the MAIL command.
dnl Uses: Local_check_mail, the access map (tag From), accept_unqualified_senders,
dnl accept_unresolvable_domains, badmx, the TLS requirements for clients, delay_checks.

######  check_mail

SLocal_check_mail
Scheck`'_DELAY_NAME_`'mail
R$*			$: $1 $| $>Local_check_mail $1
R$* $| $#$*		$#$2
R$* $| $*		$@ $>Basic_check_mail $1

SBasic_check_mail
R$*			$: < $&{deliveryMode} > $1
R< d > $*		$@ deferred
R< $* > $*		$: $2
R$*			$: $1 $| $>tls_client $&{verify} $| MAIL
R$* $| $#$*		$#$2
R$* $| $*		$: $1
R< >			$@ < OK >
R< $+ >			$: $1
# what was said $| what it means, without our own name and the last dot
R$*			$: < U > $1 $| $>CanonAddr $1
R< U > $* $| $#$*	$: < N > $1 $| $1
R< U > $* $| $* < @ $* . >	$: < U > $1 $| $2 < @ $3 >
ifdef(`_UNQUALIFIED_OK_', `', `
# names of this host are for this host only
R< U > $* @ localhost $| $*	$: < L > $1 @ localhost $| $2
R< U > $* @ localhost . $m $| $*	$: < L > $1 @ localhost . $m $| $2
ifdef(`_NO_UUCP_', `', `R< U > $* @ localhost . UUCP $| $*	$: < L > $1 @ localhost . UUCP $| $2
')dnl
R< U > $* @ [ 127.0.0.1 ] $| $*	$: < L > $1 @ [ 127.0.0.1 ] $| $2
R< U > $* @ [ IPv6:0:0:0:0:0:0:0:1 ] $| $*	$: < L > $1 @ [ IPv6:0:0:0:0:0:0:0:1 ] $| $2
R< U > $* @ [ IPv6:::1 ] $| $*	$: < L > $1 @ [ IPv6:::1 ] $| $2
R< L > $*		$: < $&{daemon_flags} > < L > $1
R< $* u $* > < L > $*	$: < U > $3
R< $* > < L > $*	$: < $&{client_name} > < L > $2
R< > < L > $*		$: < U > $1
R< $=w > < L > $*	$: < U > $2
R< $* > < L > $*	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
# daemons with flag f want complete domains
R< U > $* @ $- $| $*	$: < $&{daemon_flags} > < U > $1 @ $2 $| $3
R< $* f $* > < U > $*	$#error $@ 5.5.4 $: "553 Real domain name required for sender address"
R< $* > < U > $*	$: < U > $2
')dnl

# D: has a domain; N: none; OKR, PERM, TEMP: what the name server says about it
R< U > $* $| $* < @ $+ >	$: < D > $1 $| $2 < @ $3 >
R< U > $* @ $* $| $*	$: < OKR > $1 @ $2 $| $3
R< U > $*		$: < N > $1
R< D > $* $| $* < @ $* $=P >	$: < OKR > $1 $| $2 < @ $3 $4 >
ifdef(`_NO_RESOLVE_', `R< D > $* $| $* < @ $+ >	$: < OKR > $1 $| $2 < @ $3 >
', `R< D > $* $| $* < @ $+ >	$: < $(resolve $3 $: $3 < PERM > $) > $1 $| $2 < @ $3 >
R< $* < $={ResOk} > > $*	$: < OKR > $3
R< $* < $- > > $*	$: < $2 > $3
')dnl
ifdef(`_ACCESS_TABLE_', `
# what the access map says about the sender
R< $- > $* $| $* < @ $+ >	$: < $1 > $2 $| $3 < @ $4 > $| $>SearchList < + From > $| < F:$3@$4 > < U:$3@ > < D:$4 > < >
R< N > $* $| < @ >	$: < N > $1 $|
R< N > $* $| $+		$: < N > $1 $| $2 $| $>SearchList < + From > $| < F:$2 > < U:$2@ > < >
R< $- > $* $| $* $| < ? >	$: < $1 > $2 $| $3
R< $- > $* $| $* $| < $={Accept} >	$#$4
R< $- > $* $| $* $| < $+ >	$@ $>83 < $4 >
')dnl
ifdef(`_BADMX_', `include(_CF_DIR_`'m4/rules/badmx.m4)')dnl
_sender_rules_`'dnl
undivert(15)dnl
R< $- > $* $| $*	$: < $1 > $2
R< OKR > $*		$@ < OK >
R< PERM > $*		$#error $@ 5.1.8 $: "553 Domain of sender address " $&f " does not exist"
R< TEMP > $*		$#error $@ 4.1.8 $: "451 Domain of sender address " $&f " does not resolve"
ifdef(`_UNQUALIFIED_OK_', `', `
# no domain at all: only from programs on this host, and for daemons with flag u
R< N > $*		$: < $&{client_name} > < $&{daemon_flags} > $1
R< > < $* > $*		$@ < OK >
R< $* > < $* u $* > $*	$@ < OK >
R< $* > < $* > $*	$#error $@ 5.5.4 $: "553 Domain name required for sender address " $&f
')dnl
ifdef(`_BADMX_', `include(_CF_DIR_`'m4/rules/badmx_sets.m4)')dnl
