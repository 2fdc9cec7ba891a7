dnl parse.m4 - ruleset 0: from a focused address to mailer, host and user.
dnl Uses: LOCAL_RULE_0 (3), LOCAL_UUCP (4), LOCAL_NET_CONFIG (1), diversion 5, the relays, virtusertable,
dnl mailertable, ldap_routing, bestmx_is_local, smart host, luser relay.
dnl Invariant: whatever comes in, the result is a triple: every path ends in an error or a mailer.

######  0: parse

Sparse=0
R$*			$: $>Parse0 $1		syntax, and our own name taken off
R< @ >			$#confLOCAL_MAILER $: < @ >	the null address has no host
ifdef(`_PREFIX_MOD_', `# a prefix says how it is sent
R`'_PREFIX_MOD_ $+		$: $(macro {rcpt_flags} $@ _PREFIX_FLAGS_ $) $1
')dnl
undivert(14)dnl
R$*			$: $>ParseLocal $1	rules of this site
R$*			$: $>Parse1 $1		routing

######  Parse0: what can be said without knowing the world

SParse0
R< @ >			$@ < @ >
R$* : ; < @ >		$#error $@ 5.1.3 $: "553 List:; syntax illegal for recipient addresses"
R@ < @ $* >		< @ $1 >
R< @ $+ >		$#error $@ 5.1.3 $: "553 User address required"
R$+ < @ >		$#error $@ 5.1.3 $: "553 Hostname required"
R$* < @ $* : $* > $*	$: $1 < @ $2 : $3 > $4
R< @ $* > $*		$#error $@ 5.1.3 $: "553 User address required"
R$* < @ [ $+ ] > $*	$: $1 < @@ [ $2 ] > $3
R$* < @ [ $* ] $+ > $*	$#error $@ 5.1.2 $: "553 Invalid address"
R$* < @@ $+ > $*	$: $1 < @ $2 > $3
R$* < @ . $* > $*	$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* . . $* > $*	$#error $@ 5.1.2 $: "553 Invalid host name"
R$* < @ $* @ > $*	$#error $@ 5.1.2 $: "553 Invalid route address"
R$* @ $* < @ $* > $*	$#error $@ 5.1.3 $: "553 Invalid route address"
R$* , $~O $*		$#error $@ 5.1.3 $: "553 Invalid route address"

# our own name says nothing: a user part with operators names the next stop
R$* < @ $=w . > $*	$: $1 < @@ $2 . > $3
R$- < @@ $+ > $*	$: $(dequote $1 $) < @@ $2 > $3
R< @@ $+ > $*		$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @@ $+ > $*	$@ $>Parse0 $>canonify $1 $2 $3
R$* < @@ $+ > $*	$@ $1 < @ $2 > $3

# a name alone may hide such an address in quotes
R$-			$: $(dequote $1 $) < @@ >
R< @@ >			$#error $@ 5.1.3 $: "553 User address required"
R$* $=O $* < @@ >	$@ $>Parse0 $>canonify $1 $2 $3
R$* < @@ >		$: $1

######  98: ParseLocal, rules of this site

SParseLocal=98
undivert(3)dnl

######  Parse1: who takes it

SParse1
ifdef(`_LDAP_ROUTING_', `
# routing by directory
R$+ < @ $={LDAPRoute} . >	$: $>LDAPExpand < $1 < @ $2 . > > < $1 @ $2 > < >
ifdef(`_LDAP_EQUIVALENTS_', `R$+ < @ $={LDAPRouteEquiv} . >	$: $>LDAPExpand < $1 < @ $2 . > > < $1 @ $M > < >
')')dnl
ifdef(`_VIRTUSER_TABLE_', `include(_CF_DIR_`'m4/rules/virtuser.m4)')dnl

# addresses in brackets are hosts
ifdef(`_MAILER_TABLE_', `R$* < @ [ $+ ] > $*		$: < $(mailertable [ $2 ] $: ? $) > $1 < @ [ $2 ] > $3
R< $- : $* > $* < @ $* > $*	$@ $>MailerToTriple < $1 : $2 > $3 < @ $4 > $5
R< $* > $* < @ $* > $*		$: $2 < @ $3 > $4
')dnl
R$* < @ [ $+ ] > $*		$: < $S > $1 < @@ [ $2 ] > $3
R< $-:$+ > $* < @@ $+ > $*	$#$1 $@ $2 $: $3 < @ $4 > $5
R< $+ > $* < @@ $+ > $*		$#confSMTP_MAILER $@ $1 $: $2 < @ $3 > $4
R< > $* < @@ $+ > $*		$#confSMTP_MAILER $@ $2 $: $1 < @ $2 > $3
ifdef(`_UUCP_MAILERS_', `
# UUCP neighbours
undivert(4)dnl
', `undivert(4)dnl
')dnl

# here
ifdef(`_STICKY_HOST_', `ifdef(`MAIL_HUB', `R$+ < @ $=w . >		$: < $H > $1 < @ $2 . >
R< $+ > $+ < @ $+ >		$@ $>MailerToTriple < $1 > $2 < @ $3 >
', `R$* + $* < @ $=w . >		$#confLOCAL_MAILER $: $1 + $2
R$+ < @ $=w . >		$#confLOCAL_MAILER $: @ $1
')')dnl
R$=L < @ $=w . >		$#confLOCAL_MAILER $: @ $1
R$+ < @ $=w . >			$#confLOCAL_MAILER $: $1
undivert(5)dnl
ifdef(`_MAILER_TABLE_', `
# hosts with a route of their own
R$* < @ $+ > $*			$: < $2 > $1 < @ $2 > $3
R< $+ . > $*			$: < $1 > $2
R< $+ > $*			$: < $(mailertable $1 $) > $2
R< $- : $* > $*			$@ $>MailerToTriple < $1 : $2 > $3
R< $+ > $*			$: $>Mailertable < $1 > $2
')dnl
ifdef(`_CLASS_V_', `R$* < @ $=V .UUCP . > $*	$: < $V > $1 < @ $2 .UUCP . > $3
')dnl
ifdef(`_CLASS_W_', `R$* < @ $=W .UUCP . > $*	$: < $W > $1 < @ $2 .UUCP . > $3
')dnl
ifdef(`_CLASS_XX_', `R$* < @ $=X .UUCP . > $*	$: < $X > $1 < @ $2 .UUCP . > $3
')dnl
ifdef(`_CLASS_V_', `R< $+ > $* < @ $+ > $*		$@ $>MailerToTriple < $1 > $2 < @ $3 > $4
', `ifdef(`_CLASS_W_', `R< $+ > $* < @ $+ > $*		$@ $>MailerToTriple < $1 > $2 < @ $3 > $4
', `ifdef(`_CLASS_XX_', `R< $+ > $* < @ $+ > $*		$@ $>MailerToTriple < $1 > $2 < @ $3 > $4
')')')dnl
ifdef(`_BESTMX_', `include(_CF_DIR_`'m4/rules/bestmx.m4)')dnl

# names that are no domains, by way of their relays
ifdef(`BITNET_RELAY', `R$* < @ $+ .BITNET . > $*	$@ $>MailerToTriple < $B > $1 < @ $2 .BITNET . > $3
')dnl
ifdef(`_VNET_', `R$* < @ $- .vnet. > $*	$#confRELAY_MAILER $@ $A $: $1 < @ $2 .VNET. > $3
R$* < @ vnet.ibm.com $* > $*	$#confRELAY_MAILER $@ vnet.ibm.com $: $1 < @ vnet.ibm.com > $3
')dnl
ifdef(`_MAILER_mail11_', `R$* < @ $+ .DECNET . > $*	$#mail11 $@ $2 $: $1 $3
')dnl
ifdef(`DECNET_RELAY', `R$* < @ $+ .DECNET . > $*	$@ $>MailerToTriple < $C > $1 < @ $2 .DECNET . > $3
')dnl
ifdef(`_MAILER_pop_', `R$+ < @ POP. >			$#pop $: $1
')dnl
ifdef(`_MAILER_fax_', `R$+ < @ $+ .FAX . >		$#fax $@ $2 $: $1
', `ifdef(`FAX_RELAY', `R$* < @ $+ .FAX . > $*		$@ $>MailerToTriple < $F > $1 < @ $2 .FAX . > $3
')')dnl
ifdef(`UUCP_RELAY', `R$* < @ $+ .UUCP . > $*		$@ $>MailerToTriple < $Y > $1 < @ $2 .UUCP . > $3
', `ifdef(`_MAILER_uucp_', `R$* < @ $+ .UUCP . > $*		$#confUUCP_MAILER $@ $2 $: $1 < @ $2 .UUCP . > $3
')')dnl
ifdef(`_MAILER_usenet_', `R$+ . USENET			$#usenet $@ usenet $: $1
')dnl
ifdef(`_REDIRECT_', `R$* < @ $+ .REDIRECT. >		$: $1 < @ $2 .REDIRECT. > < $&{opMode} >
R$* < @ $+ .REDIRECT. > < i >	$: $1 < @ $2 .REDIRECT. >
R$* < @ $+ .REDIRECT. > < $- >	$#error $@ 5.1.1 $: "551 User has moved; please try " <$1@$2>
')dnl
ifdef(`_LOCAL_NET_', `
# hosts of the local net: reached without the smart host
undivert(1)dnl
', `undivert(1)dnl
')dnl

# everything else: by the smart host if there is one
_of(`SMART_HOST', `R$* < @ $* > $*			$: $>MailerToTriple < $S > $1 < @ $2 > $3
')dnl
R$* < @ $* > $*			$#confSMTP_MAILER $@ $2 $: $1 < @ $2 > $3

# names without a host
R$=L				$#confLOCAL_MAILER $: @ $1
R$+				$#confLOCAL_MAILER $: $1

######  95: MailerToTriple, < mailer:host > and an address to mailer, host and user

SMailerToTriple=95
R< > $*				$@ $1
R< error : $-.$-.$- : $+ > $*	$#error $@ $1.$2.$3 $: $4
R< error : $- : $+ > $*		$#error $@ $(dequote $1 $) $: $2
R< error : $+ > $*		$#error $: $1
R< local : $* > $* < @ $* . > $*	$: < local : $1 > $2 < @ $3 > $4
R< local : > $* < @ $* > $*	$#confLOCAL_MAILER $@ $1@$2 $: $1
R< local : $+ > $* < @ $* > $*	$#confLOCAL_MAILER $@ $2@$3 $: $1
R< local : > $*			$#confLOCAL_MAILER $@ $1 $: $1
R< local : $+ > $*		$#confLOCAL_MAILER $@ $2 $: $1
R< $- : $+ @ $+ > $* < $* > $*	$#$1 $@ $3 $: $2 < @ $3 >
R< $- : $+ > $*			$#$1 $@ $2 $: $3
R< $+ > $*			$#confRELAY_MAILER $@ $1 $: $2

ifdef(`_MAILER_TABLE_', `include(_CF_DIR_`'m4/rules/mailertable.m4)')dnl
ifdef(`_LDAP_ROUTING_', `include(_CF_DIR_`'m4/rules/ldap.m4)')dnl
