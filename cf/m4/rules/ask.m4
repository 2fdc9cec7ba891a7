dnl ask.m4 - searches the access map for a peer: its name, its address, then the bare tag.
dnl Uses: _ask_name_, _ask_addr_ (names of macros of sendmail), _ask_tag_. Leaves the workspace followed by
dnl "$| < value > < >", with ? when there is no entry. Uses: _ask_failed_, the answer when the map is out of order.
dnl Requirements of TLS and identities are not found then: who needs them is told so by the other side.
R$*			$: $1 $| $>D < $&{_ask_name_} > < ? > < ! _ask_tag_ > < >
R$* $| < ? > < >	$: $1 $| $>A < $&{_ask_addr_} > < ? > < ! _ask_tag_ > < >
R$* $| < ? > < >	$: $1 $| < $(access _ask_tag_`'_TAG_DELIM_ $: ? $) > < >
ifelse(index(` TLS_Clt TLS_Srv AuthInfo ', ` '_ask_tag_` '), `-1', `R$* $| < $* < TMPF > > $*	_ask_failed_
')dnl
