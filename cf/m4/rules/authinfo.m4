dnl authinfo.m4 - identity and password for a server, from the access map or the map of FEATURE(authinfo).

######  authinfo: what we say to this server

Sauthinfo
ifdef(`_AUTHINFO_MAP_', `R$*			$: < $(authinfo AuthInfo`'_TAG_DELIM_$&{server_name} $: ? $) >
R< ? >			$: < $(authinfo AuthInfo`'_TAG_DELIM_$&{server_addr} $: ? $) >
R< ? >			$: < $(authinfo AuthInfo`'_TAG_DELIM_ $: ? $) >
R< ? >			$@ none
R< $* >			$#$1
', `ifdef(`_ACCESS_TABLE_', `_ask(`server_name', `server_addr', `AuthInfo')dnl
R$* $| < ? > $*		$@ none
R$* $| < $+ > < >	$#$2
')')dnl
