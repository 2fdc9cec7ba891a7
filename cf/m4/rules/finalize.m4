dnl finalize.m4 - ruleset 4: takes the focus out of an address again, the last step before it is shown;
dnl and 97, which runs a changed address through everything once more.
dnl Uses: _USE_DECNET_SYNTAX_, nouucp.

######  4: final

Sfinal=4
R$+ : ; < @ >			$@ $1 :				list name
R: ; < @ >			$@
R$* < @ >			$@				null sender
R$* < @ *LOCAL* > $*		$: $1 < @ $j > $2
R$* < @ $+ . > $*		$1 < @ $2 > $3			no dots at the end
ifdef(`_NO_UUCP_', `', `R$+ < @ $- . UUCP > $*		$@ $2 ! $1 $3			names of UUCP hosts come first
')dnl
ifdef(`_USE_DECNET_SYNTAX_', `R$+ < @ $- . DECNET > $*	$@ $2 :: $1 $3
')dnl
R$* < $+ > $*			$1 $2 $3
# user%us@us says the same as user@us
R$+ % $=w @ $=w			$1 @ $2

######  97: again from the beginning

SRecurse=97
R$*				$: $>canonify $1
R$*				$@ $>parse $1
