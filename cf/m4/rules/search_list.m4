dnl search_list.m4 - ruleset SearchList: several keys of the access map in turn. Uses: FEATURE(access_db).
dnl It stands behind the check rulesets: sendmail shows numbers of named rulesets in some messages, and those
dnl count from the beginning of the file.

######  SearchList: < mark tag > $| < F:whole address > < U:user@ > < D:domain > < >

SSearchList
R< $- $- > $| < D:$+ > $+	$: < $1 $2 > $>D < $3 > < ? > < $1 $2 > < $4 >
R< $- $- > $| < $-:$+ > $+	$: < $1 $2 > $>81 < $4 > < $1 $2 > < $5 >
R< $- $- > < ? > < $+ >		$@ $>SearchList < $1 $2 > $| $3
R< $- $- > < $* < TMPF > > < $* >	$@ < < TMPF > >
R< $- $- > < $* > < $* >	$@ < $3 >
R< $- $- > $| $*		$@ < ? >

######  81: < key > < mark tag > < passed on >; user+detail, then user+*, then user

S81
R< $+ > < $- $- > < $+ >	$: < $(access $3_TAG_DELIM_$1 $: ? $) > < $1 > < $2 $3 > < $4 >
R< ? > < $+ > < + $- > < $+ >	$: < $(access $1 $: ? $) > < $1 > < + $2 > < $3 >
R< ? > < $+ + * @ $* > < $- $- > < $+ >	$@ $>81 < $1 @ $2 > < $3 $4 > < $5 >
R< ? > < $+ + $* @ $* > < $- $- > < $+ >	$@ $>81 < $1 + * @ $3 > < $4 $5 > < $6 >
R< $* < TMPF > > < $+ > < $- $- > < $+ >	$@ < < TMPF > > < $5 >
R< $+ > < $+ > < $- $- > < $+ >	$@ < $1 > < $5 >
