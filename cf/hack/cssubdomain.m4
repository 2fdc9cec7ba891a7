dnl cssubdomain.m4 - HACK(cssubdomain): user@host.CS of our own domain is user@host.CS.Berkeley.EDU.
divert(2)dnl
_own_rules(`R$* < @ $+ .CS > $*		$: $1 < @ $2 .CS.Berkeley.EDU > $3
')dnl
divert(-1)
