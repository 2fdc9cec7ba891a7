dnl access_map.m4 - rulesets that search the access map, and those that prepare addresses for it.
dnl Offers: D (a domain and those above it), A (an address and the nets around it), CanonAddr, ParseRecipient.
dnl Uses: FEATURE(access_db) and its arguments skip and lookupdotdomain.
dnl Calls: D and A want < key > < default > < mark tag > < passed on >; the mark is + when keys without
dnl tag count too, else !. They answer < value > < passed on >.

ifdef(`_ACCESS_TABLE_', `
######  D: a domain, then the domains it lies in

SD
R< $* > < $+ > < $- $- > < $* >	$: < $(access $4_TAG_DELIM_$1 $: ? $) > < $1 > < $2 > < $3 $4 > < $5 >
R< ? > < $* > < $+ > < + $- > < $* >	$: < $(access $1 $: ? $) > < $1 > < $2 > < + $3 > < $4 >
ifdef(`_LOOKUP_DOT_', `R< ? > < $- . $+ > < $+ > < $- $- > < $* >	$: < $(access $5_TAG_DELIM_.$2 $: ? $) > < $1 . $2 > < $3 > < $4 $5 > < $6 >
R< ? > < $- . $+ > < $+ > < + $- > < $* >	$: < $(access .$2 $: ? $) > < $1 . $2 > < $3 > < + $4 > < $5 >
')dnl
R< ? > < $- . $+ > < $+ > < $- $- > < $* >	$@ $>D < $2 > < $3 > < $4 $5 > < $6 >
R< ? > < $* > < $+ > < $- $- > < $* >	$@ < $2 > < $5 >
ifdef(`_ACCESS_SKIP_', `R< SKIP > < $* > < $+ > < $- $- > < $* >	$@ < $2 > < $5 >
')dnl
R< $* < TMPF > > < $* > < $+ > < $- $- > < $* >	$@ < < TMPF > > < $6 >
R< $* > < $* > < $+ > < $- $- > < $* >	$@ < $1 > < $6 >

######  A: an address, then the nets it lies in

SA
R< > < $+ > < $- $- > < $* >	$@ < $1 > < $4 >
R< $+ > < $+ > < $- $- > < $* >	$: < $(access $4_TAG_DELIM_$1 $: ? $) > < $1 > < $2 > < $3 $4 > < $5 >
R< ? > < $+ > < $+ > < + $- > < $* >	$: < $(access $1 $: ? $) > < $1 > < $2 > < + $3 > < $4 >
R< ? > < $+ :: $- > < $+ > < $- $- > < $* >	$@ $>A < $1 > < $3 > < $4 $5 > < $6 >
R< ? > < $+ : $- > < $+ > < $- $- > < $* >	$@ $>A < $1 > < $3 > < $4 $5 > < $6 >
R< ? > < $+ . $- > < $+ > < $- $- > < $* >	$@ $>A < $1 > < $3 > < $4 $5 > < $6 >
R< ? > < $* > < $+ > < $- $- > < $* >	$@ < $2 > < $5 >
ifdef(`_ACCESS_SKIP_', `R< SKIP > < $* > < $+ > < $- $- > < $* >	$@ < $2 > < $5 >
')dnl
R< $* < TMPF > > < $* > < $+ > < $- $- > < $* >	$@ < < TMPF > > < $6 >
R< $* > < $* > < $+ > < $- $- > < $* >	$@ < $1 > < $6 >
')dnl

######  CanonAddr: an address as the rulesets see it, without our own name in front of another

SCanonAddr
R$*			$: $>Parse0 $>canonify $1

######  ParseRecipient: the host part without a dot; hosts we relay for are looked behind

SParseRecipient
R$*			$: $>CanonAddr $1
R$* < @ $* . >		$1 < @ $2 >
ifdef(`_LOOSE_RELAY_', `', `R$- < @ $* >		$: $(dequote $1 $) < @ $2 >
ifdef(`_RELAY_HOSTS_ONLY_', `R$* $=O $* < @ $=R >	$@ $>ParseRecipient $1 $2 $3
', `R$* $=O $* < @ $* $=R >	$@ $>ParseRecipient $1 $2 $3
')dnl
ifdef(`_ACCESS_TABLE_', `R$* $=O $* < @ $+ >	$: $>D < $4 > < ? > < + To > < $1 $2 $3 < @ $4 > >
R< RELAY > < $* < @ $* > >	$@ $>ParseRecipient $1
R< $* > < $* >		$: $2
')dnl
')dnl
ifdef(`_NO_PERCENTHACK_REJECT_', `R$* % $* < @ $=w >	$@ $1 % $2
')ifdef(`_NO_UUCP_REJECT_', `R$* ! $* < @ $=w >	$@ $1 ! $2
')dnl
