dnl check_rcpt.m4 - may this client send to this recipient? check_rcpt gets the address of RCPT.
dnl Uses: Local_check_rcpt, the access map (tags To and Connect, block list of recipients), class R, the
dnl relay_* features, TRUST_AUTH_MECH, certificates, delay_checks.
dnl Invariant: mail for this host passes; mail for others passes only when the recipient, the client or
dnl its identity says so.

######  check_rcpt

SLocal_check_rcpt
Scheck`'_DELAY_NAME_`'rcpt
R$*			$: $1 $| $>Local_check_rcpt $1
R$* $| $#$*		$#$2
R$* $| $*		$@ $>Basic_check_rcpt $1

SBasic_check_rcpt
R< >			$#error $@ nouser $: "553 User address required"
R$@			$#error $@ nouser $: "553 User address required"
R$*			$: < $&{deliveryMode} > $1
R< d > $*		$@ deferred
R< $* > $*		$: $2
ifdef(`_BLOCKLIST_RCPT_', `
# recipients that get no mail
R$*			$: < > $1 $| $>ParseRecipient $1
R< > $* $| $#$*		$#$2
R< > $* $| $+ < @ $=w >	$: < > $1 $| $>SearchList < + To > $| < F:$2@$3 > < U:$2@ > < D:$3 > < >
R< > $* $| $+ < @ $+ >	$: < > $1 $| $>SearchList < + To > $| < F:$2@$3 > < D:$3 > < >
R< > $* $| < $+ >	$: $1 $| < $2 >
R< > $* $| $+		$: $1 $| $>SearchList < + To > $| < U:$2@ > < >
R$* $| < REJECT >	_verdict(`confRCPTREJ_MSG', `_own_rcptrej_msg_', `5.2.1')
R$* $| < ? >		$: $1
ifdef(`_ACCESS_SKIP_', `R$* $| < SKIP >		$: $1
')dnl
ifdef(`_SPAM_WORDS_', `R$* $| < $={SpamTag} >	$: $1
')dnl
R$* $| < $={Accept} >	$: $1
R$* $| < $+ >		$: $1 $| $>83 < $2 >
R$* $| $#$*		$#$2
R$* $| $*		$: $1
')dnl

# a client certificate, or an identity
R$*			$: $1 $| $>RelayTLS $&{verify}
R$* $| $#$*		$#$2
R$* $| $*		$: $1
R$*			$: $1 $| $>Relay_Auth $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1

# the recipient: this host, or hosts we relay for
R$*			$: $>ParseRecipient $1
ifdef(`_PROMISCUOUS_', `ifdef(`_BAD_HELO_', `ifdef(`_DELAY_CHECKS_', `', `R$*			$: $&{client_addr}
R$=R $*			$@ RELAY
include(_CF_DIR_`'m4/rules/bad_helo.m4)')')dnl
R$*			$@ RELAY
')dnl
R$+ < @ $=w >		$@ RELAY
ifdef(`_RELAY_HOSTS_ONLY_', `R$+ < @ $=R >		$@ RELAY
', `R$+ < @ $* $=R >		$@ RELAY
')dnl
ifdef(`_RELAY_ENTIRE_', `R$+ < @ $* $=m >		$@ RELAY
')dnl
ifdef(`_ACCESS_TABLE_', `ifdef(`_RELAY_FULL_ADDR_', `R$+ < @ $+ >		$: $1 < @ $2 > $| $>SearchList < + To > $| < F:$1@$2 > < D:$2 > < >
', `R$+ < @ $+ >		$: $1 < @ $2 > $| $>D < $2 > < ? > < + To > < >
')dnl
R$* $| < RELAY > $*	$@ RELAY
R$* $| $*		$: $1
')dnl
ifdef(`_BESTMX_', `
# hosts whose best mail exchanger we are
ifelse(_BESTMX_, `2', `R$+ < @ $* $=B >	$: < $(bestmx $2 $3 $) > $1 < @ $2 $3 >
', `R$+ < @ $+ >		$: < $(bestmx $2 $) > $1 < @ $2 >
')dnl
R< $=w . > $*		$@ RELAY
R< $* > $*		$: $2
')dnl
ifdef(`_RELAY_MX_', `
# hosts that name us as their mail exchanger
R$+ < @ $+ >		$: < : $(mxserved $2 $) : > $1 < @ $2 >
R< $* : $=w . : $* > $*	$@ RELAY
R< $* < TEMP > : > $*	$: < TEMP > $2
R< : $* : > $*		$: $2
')dnl
# a name alone is a user of this host
R$*			$: < U > $1
R< U > $+ < @ $* >	$: $1 < @ $2 >
ifdef(`_NO_PERCENTHACK_REJECT_', `R< U > $* % $*	$: $1 % $2
')ifdef(`_NO_UUCP_REJECT_', `R< U > $* ! $*	$: $1 ! $2
')dnl
R< U > $*		$@ RELAY
include(_CF_DIR_`'m4/rules/relay_from.m4)dnl

ifdef(`_RELAY_MX_', `R< TEMP > $+ < @ $+ >	$: $2 $| $>80 $1
R$* $| RELAY		$@ RELAY
R$* $| $*		$#error $@ 4.4.0 $: "450 Can not check MX records for recipient host " $1
')dnl
R$*			$@ $>80 $1

######  80: the client: this host, its own connections, and nets and hosts we relay for

S80
R$*			$: < $&{client_addr} >
R< >			$@ RELAY
R< 0 >			$@ RELAY
R< 127.0.0.1 >		$@ RELAY
R< IPv6:0:0:0:0:0:0:0:1 >	$@ RELAY
R< IPv6:::1 >		$@ RELAY
R< $=R $* >		$@ RELAY
ifdef(`_ACCESS_TABLE_', `R< $+ >			$: $>A < $1 > < ? > < + Connect > < $1 >
R< RELAY > $*		$@ RELAY
R< $* < TMPF > > $*	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R< $* > < $* >		$: < $2 >
')dnl
ifdef(`_DRAC_', `R< $+ >			$: < $1 > $(drac $1 $: ? $)
R< $+ > ?		$: < $1 >
R< $+ > $+		$@ RELAY
')dnl
R< $+ >			$: < [ $1 ] >
R< $=w >		$@ RELAY
R$*			$: < $&{_client_name_} >
R< [ $* ] >		$: < ? >
R< $+ >			$: < $[ $1 $] >
R< $+ . >		$: < $1 >
# many hosts call themselves so
R< localhost >		$: < ? >
R< $=w >		$@ RELAY
ifdef(`_RELAY_HOSTS_ONLY_', `R< $=R >		$@ RELAY
', `R< $* $=R >		$@ RELAY
')dnl
ifdef(`_RELAY_ENTIRE_', `R< $* $=m >		$@ RELAY
')dnl
ifdef(`_ACCESS_TABLE_', `R< $+ >			$: $>D < $1 > < ? > < + Connect > < $1 >
R< RELAY > $*		$@ RELAY
R< $* < TMPF > > $*	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
')dnl

# no: and if a name could have helped, why there is none
R$*			$: < $&{client_resolve} >
R< TEMP >		$#error $@ 4.4.0 $: "450 Relaying temporarily denied. Cannot resolve PTR record for " $&{client_addr}
R< FORGED >		$#error $@ 5.7.1 $: "550 Relaying denied. IP name possibly forged " $&{client_name}
R< FAIL >		$#error $@ 5.7.1 $: "550 Relaying denied. IP name lookup failed " $&{client_name}
ifdef(`_BAD_HELO_', `ifdef(`_DELAY_CHECKS_', `', `
# no: the client does not even give a name of its own
include(_CF_DIR_`'m4/rules/bad_helo.m4)dnl
')')dnl
R$*			ifelse(defn(`confRELAY_MSG'), defn(`_own_relay_msg_'), `$#error $@ 5.7.1 $: ifdef(`_TRUST_AUTH_', `"550 Relaying denied. Proper authentication required."', `"550 Relaying denied"')', `$#error $@ 5.7.1 $: confRELAY_MSG')
ifdef(`_DELAY_CHECKS_', `include(_CF_DIR_`'m4/rules/delay_checks.m4)')dnl
