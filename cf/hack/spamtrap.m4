dnl spamtrap.m4 - HACK(spamtrap): recipients, and addresses in To:, with To:address TRAP in the access map are
dnl remembered in ${SpamTrap}, for rules of the site. The mail itself is accepted. Needs FEATURE(access_db).
define(`_need_macro_map_', `1')
divert(9)
# addresses that nobody should write to
HTo: $>CheckTo
SLocal_check_rcpt
R$*			$: $1 $| $>TrapAddress $1
R$* $| $*		$: $1

SCheckTo
R$*			$: $1 $| $>TrapAddress $1
R$* $| $*		$: $1

STrapAddress
R$@			$@
R< $* >			$1
ifdef(`_ACCESS_TABLE_', `R$+			$: < $1 > $>SearchList < ! To > $| < F:$1 > < >
R< $+ > < TRAP >	$@ $(macro {SpamTrap} $@ $1 $)
')dnl

Scheck_eoh
R$*			$@
divert(-1)
