dnl cssubdomain.m4 - HACK(cssubdomain): user@host.CS of our own domain is user@host.CS.Berkeley.EDU.
divert(2)dnl
R$* < @ $+ .CS > $*		$: $1 < @ $2 .CS.Berkeley.EDU > $3
divert(-1)
