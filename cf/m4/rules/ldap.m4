dnl ldap.m4 - ruleset LDAPExpand of FEATURE(ldap_routing).
dnl In: < address > < key > < detail >; the key is user@domain or @domain. mailHost names another host,
dnl mailRoutingAddress another address; both are used together, each alone, and no answer at all means
dnl that there is no such user (or nothing, with passthru). Out: an address, or a resolved one.

######  LDAPExpand

SLDAPExpand
R< $* > < $* > < $* >		$: < $(ldapmra $2 $: $) > < $(ldapmh $2 $: $) > < $1 > < $2 > < $3 >
# the directory does not answer
R< $* < TMPF > > < $* > < $* > < $* > < $* >	$: < TMPF > $3
R< $* > < $* < TMPF > > < $* > < $* > < $* >	$: < TMPF > $3
R< TMPF > $*			$: < $&{opMode} > < TMPF > $1
ifdef(`_LDAP_QUEUE_', `', `R< $={SMTPOpModes} > < TMPF > $*	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
')dnl
R< $* > < TMPF > $*		$@ $2
# another address on another host, an address, a host, this host
R< $+ > < $=w > < $* > < $* > < $* >	$: < $1 > < > < $3 > < $4 > < $5 >
R< $+ > < $+ > < $* > < $* > < $* >	$#confRELAY_MAILER $@ $2 $: $>canonify $1
ifdef(`_LDAP_PRESERVE_', `R< $+ @ $+ > < > < $* > < $* > < $+ >	$@ $>canonify $1 + $5 @ $2
')dnl
R< $+ > < > < $* > < $* > < $* >	$@ $>canonify $1
R< > < $=w > < $* > < $* > < $* >	$@ $2
R< > < $+ > < $* > < $* > < $* >	$#confRELAY_MAILER $@ $1 $: $2
# nothing: without the detail, for the whole domain, and that was all
ifdef(`_LDAP_STRIP_', `R< > < > < $* > < $+ + $* @ $+ > < $* >	$@ $>LDAPExpand < $1 > < $2 @ $4 > < $3 >
')dnl
ifdef(`_LDAP_PRESERVE_', `R< > < > < $* > < $+ + $* @ $+ > < $* >	$@ $>LDAPExpand < $1 > < $2 @ $4 > < $3 >
')dnl
ifdef(`_LDAP_NODOMAIN_', `R< > < > < $* > < $+ @ $+ > < $* >	$: < > < > < $1 > < @ $3 > < $4 >
', `R< > < > < $* > < $+ @ $+ > < $* >	$@ $>LDAPExpand < $1 > < @ $3 > < $4 >
')dnl
ifdef(`_LDAP_BOUNCE_', `R< > < > < $* > < @ $+ > < $* >	$#error $@ nouser $: "550 User unknown"
', `R< > < > < $* > < @ $+ > < $* >	$@ $1
')dnl
