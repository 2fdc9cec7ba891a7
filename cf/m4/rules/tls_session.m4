dnl tls_session.m4 - FEATURE(tls_session_features): options per peer, given back as text.

######  tls_srv_features: name $| address of a client

Stls_srv_features
R$* $| $*		$: $>D < $1 > < ? > < ! TLS_Srv_Features > < $2 >
R< ? > < $* >		$: $>A < $1 > < ? > < ! TLS_Srv_Features > < $1 >
R< ? > < $* >		$: < $(access TLS_Srv_Features`'_TAG_DELIM_ $: ? $) > < $1 >
R< ? > < $* >		$@ ""
R< $+ > < $* >		$@ $1

######  tls_clt_features: name $| address of a server

Stls_clt_features
R$* $| $*		$: $>D < $1 > < ? > < ! TLS_Clt_Features > < $2 >
R< ? > < $* >		$: $>A < $1 > < ? > < ! TLS_Clt_Features > < $1 >
R< ? > < $* >		$: < $(access TLS_Clt_Features`'_TAG_DELIM_ $: ? $) > < $1 >
R< ? > < $* >		$@ ""
R< $+ > < $* >		$@ $1
