dnl masquerade.m4 - rulesets 93 and 94: what senders look like from outside.
dnl Uses: MASQUERADE_AS, classes E (exposed users), M (masqueraded domains), N (exceptions), G, w;
dnl masquerade_envelope, masquerade_entire_domain, limited_masquerade, allmasquerade (in the mailers),
dnl genericstable, generics_entire_domain.
dnl In: a focused address; names of this host without a domain have "< @ *LOCAL* >".

######  93: MasqHdr, header addresses

SMasqHdr=93
ifdef(`_GENERICS_TABLE_', `include(_CF_DIR_`'m4/rules/generics.m4)')dnl
ifdef(`MASQUERADE_NAME', `
# exposed users keep the name of their host
R$=E < @ *LOCAL* >		$@ $1 < @ $j . >
R$=E < @ $=M . >		$@ $1 < @ $2 . >
ifdef(`_LIMITED_MASQ_', `', `R$=E < @ $=w . >		$@ $1 < @ $2 . >
')dnl
ifdef(`_MASQ_EXCEPTIONS_', `
# exceptions
ifdef(`_MASQ_ENTIRE_', `R$* < @ $* $=N . > $*		$@ $1 < @ $2 $3 . > $4
', `R$* < @ $=N . > $*		$@ $1 < @ $2 . > $3
')dnl
')dnl
ifdef(`_MASQ_ENTIRE_', `
# masqueraded domains with all their hosts
R$* < @ $=M . > $*		$: $1 < @ *MASQ* > $3
R$* < @ $* . $=M . > $*		$: $1 < @ *MASQ* > $4
', `
# masqueraded domains
R$* < @ $=M . > $*		$: $1 < @ *MASQ* > $3
')dnl
ifdef(`_LIMITED_MASQ_', `', `R$* < @ $=w . > $*		$: $1 < @ *MASQ* > $3
')dnl
R$* < @ *LOCAL* > $*		$: $1 < @ *MASQ* > $2
R$* < @ *MASQ* > $*		$: $1 < @ $M . > $2
R$* < @ $* . . > $*		$1 < @ $2 . > $3
')dnl
R$* < @ *LOCAL* > $*		$: $1 < @ $j . > $2

######  94: MasqEnv, envelope senders

SMasqEnv=94
ifdef(`_MASQUERADE_ENVELOPE_', `R$*			$@ $>MasqHdr $1
', `R$* < @ *LOCAL* > $*		$: $1 < @ $j . > $2
')dnl
