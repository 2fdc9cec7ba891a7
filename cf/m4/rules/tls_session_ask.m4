dnl tls_session_ask.m4 - name $| address of a peer to < its options, or "" > < the address >.
dnl Uses: _session_tag_, the tag of the access map.
R$* $| $*		$: $>D < $1 > < ? > < ! _session_tag_ > < $2 >
R< ? > < $* >		$: $>A < $1 > < ? > < ! _session_tag_ > < $1 >
R< ? > < $* >		$: < "" > < $1 >
