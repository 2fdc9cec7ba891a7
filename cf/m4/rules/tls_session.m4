dnl tls_session.m4 - FEATURE(tls_session_features) and FEATURE(sts): options per peer, given back as text.
ifdef(`_TLS_SESSION_FEATURES_', `
######  tls_srv_features: name $| address of a client

Stls_srv_features
define(`_session_tag_', `TLS_Srv_Features')include(_CF_DIR_`'m4/rules/tls_session_ask.m4)dnl
R< $+ > < $* >		$@ $1
')dnl

######  tls_clt_features: name $| address of a server

Stls_clt_features
ifdef(`_ACCESS_TABLE_', `define(`_session_tag_', `TLS_Clt_Features')include(_CF_DIR_`'m4/rules/tls_session_ask.m4)', `R$* $| $*		$: < "" > < $2 >
')dnl
ifdef(`_STS_', `# MTA-STS adds its own, unless a flag of this server says not to, or the name was sent already
R< $* > < $* >		$: < $1 > < $&{client_flags} > < $&{sts_sni} >
R< $* > < $* MM $* > < $* >	$@ $1
R< $* > < $* > < $+ >	$@ $1
R< $* > < $* > < >	$: < $1 > $>STSPolicy
R< $* > secure $* : hostname	$: < $1 > sts=secure ; servername=hostname $(macro {sts_sni} $@ $&{server_name} $)
R< $* > secure $*	$: < $1 > sts=secure
R< $* > $#$*		$@ $1
R< $* > none		$@ $1
R< "" > $+		$@ $1
R< $+ > $+		$@ $1 ; $2
', `R< $+ > < $* >		$@ $1
')dnl
