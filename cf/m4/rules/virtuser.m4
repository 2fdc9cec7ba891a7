dnl virtuser.m4 - part of Parse1 for FEATURE(virtusertable).
dnl Order of keys for user+detail@host: as it is, user+*@host, user@host, +*@host, @host; for plain
dnl users as it is and @host. %1 is the user, %2 the detail, %3 the detail with its plus sign.
dnl Only for domains of this host and of VIRTUSER_DOMAIN.

# virtual users
ifdef(`_VIRT_ENTIRE_', `R$+ < @ $* $={VirtHost} . >	$: < ! > $1 < @ $2 $3 . >
', `R$+ < @ $={VirtHost} . >	$: < ! > $1 < @ $2 . >
')dnl
R$+ < @ $=w . >			$: < ! > $1 < @ $2 . >
R< ! > $+ + $* < @ $+ . >	$: < $(virtuser $1 + $2 @ $3 $@ $1 $@ $2 $@ + $2 $: ! $) > $1 + $2 < @ $3 . >
R< ! > $+ + $* < @ $+ . >	$: < $(virtuser $1 + * @ $3 $@ $1 $@ $2 $@ + $2 $: ! $) > $1 + $2 < @ $3 . >
R< ! > $+ + $* < @ $+ . >	$: < $(virtuser $1 @ $3 $@ $1 $@ $2 $@ + $2 $: ! $) > $1 + $2 < @ $3 . >
R< ! > $+ + $+ < @ $+ . >	$: < $(virtuser + * @ $3 $@ $1 $@ $2 $@ + $2 $: ! $) > $1 + $2 < @ $3 . >
R< ! > $+ + $* < @ $+ . >	$: < $(virtuser @ $3 $@ $1 $@ $2 $@ + $2 $: ! $) > $1 + $2 < @ $3 . >
R< ! > $+ < @ $+ . >		$: < $(virtuser $1 @ $2 $@ $1 $: ! $) > $1 < @ $2 . >
R< ! > $+ < @ $+ . >		$: < $(virtuser @ $2 $@ $1 $: ! $) > $1 < @ $2 . >
R< ! > $+			$: $1
R< $* < TMPF > > $*		$@ $>Recurse < TMPF >	no answer: the message waits
R< error : $-.$-.$- : $+ > $*	$#error $@ $1.$2.$3 $: $4
R< error : $- $+ > $*		$#error $@ $(dequote $1 $) $: $2
R< $+ > $+ < @ $+ >		$: $>Recurse $1
