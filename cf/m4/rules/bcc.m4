dnl bcc.m4 - FEATURE(bcc): a recipient to the address that gets a blind copy. Uses: _BCC_ACCESS_ (access map,
dnl tag bcc), else map bcctable; _BCC_ADDRESS_, for domains whose entry is OK.

######  bcc

Sbcc
R< $* >			$1
R$*			$: $>CanonAddr $1
R$* < @ $+ . >		$: $1 < @ $2 >
ifdef(`_BCC_ACCESS_', `R$* < @ $+ >		$: $1@$2 $| $>D < $2 > < ? > < ! bcc > < >
', `R$* < @ $+ >		$: $1@$2 $| < $(bcctable $2 $: ? $) > < >
')dnl
R$* $| < ? > < >	$@
R$* $| < $+ > < >	$@ $2
