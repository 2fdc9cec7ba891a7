dnl generics.m4 - FEATURE(genericstable) in MasqHdr: users of this host and of GENERICS_DOMAINs get the sender
dnl address of the map: keys user@host, then user. %1 is the detail behind a plus sign.

# sender addresses of users
R$+ < @ *LOCAL* >	$: < $1@$j > $1 < @ *LOCAL* > @
ifdef(`_GENERICS_ENTIRE_', `R$+ < @ $* $=G . >	$: < $1@$2$3 > $1 < @ $2 $3 . > @
', `R$+ < @ $=G . >		$: < $1@$2 > $1 < @ $2 . > @
')dnl
R< $+ > $+ < $* > @	$: < $(generics $1 $: @ $1 $) > < $1 > $2 < $3 >
R< @ $+ > < $+ + $+ @ $+ > $+ < $* >	$: < $(generics $2 + * @ $4 $@ $3 $: @ $1 $) > < $2 + $3 @ $4 > $5 < $6 >
R< @ $+ > < $+ + $+ @ $+ > $+ < $* >	$: < $(generics $2@$4 $@ $3 $: @ $1 $) > < $2 + $3 @ $4 > $5 < $6 >
R< @ $+ > < $* > $+ < $* >	$: < $(generics $3 $: @ $3 $) > < $2 > $3 < $4 >
R< @ $+ > < $* > $+ + $+ < $* >	$: < $(generics $3 + * $@ $4 $: @ $1 $) > < $2 > $3 + $4 < $5 >
R< @ $+ > < $* > $+ + $+ < $* >	$: < $(generics $3 $@ $4 $: @ $1 $) > < $2 > $3 + $4 < $5 >
R< @ $+ > < $+ @ $+ > $+ < @ $+ . >	$: < $(generics @$3 $@ $4 $: @ $1 $) > < $2 @ $3 > $4 < @ $5 . >
R< @ $* > < $* > $+ < $* >	$: $3 < $4 >
R< $+ @ $+ > < $* > $+ < $* >	$@ $>canonify $1@$2
R< $+ > < $* > $+ < $* >	$: $>canonify $1 ifdef(`_ADD_DOMAIN_', `@ *LOCAL*', `@ *LOCAL*')
