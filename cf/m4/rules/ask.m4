dnl ask.m4 - searches the access map for a peer: its name, its address, then the bare tag.
dnl Uses: _ask_name_, _ask_addr_ (names of macros of sendmail), _ask_tag_. Leaves the workspace followed by
dnl "$| < value > < >", with ? when there is no entry.
R$*			$: $1 $| $>D < $&{_ask_name_} > < ? > < ! _ask_tag_ > < >
R$* $| < ? > < >	$: $1 $| $>A < $&{_ask_addr_} > < ? > < ! _ask_tag_ > < >
R$* $| < ? > < >	$: $1 $| < $(access _ask_tag_`'_TAG_DELIM_ $: ? $) > < >
ifelse(_ask_tag_, `TLS_Clt', `# a map out of order asks nothing of clients: it is asked again about what they send
R$* $| < $* < TMPF > > $*	$: $1 $| < ? > < >
', `R$* $| < $* < TMPF > > $*	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
')dnl
