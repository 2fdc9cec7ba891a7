dnl relay_from.m4 - FEATURE(relay_local_from) and FEATURE(relay_mail_from) in check_rcpt: the sender decides.
ifdef(`_RELAY_LOCAL_FROM_', `
# senders of this host
R$*			$: < ? > $>CanonAddr $&f
R< ? > $+ < @ $=w . >	$@ RELAY
')dnl
ifdef(`_RELAY_MAIL_FROM_', `
# senders that the access map lets relay
R$*			$: < ? > $>CanonAddr ifdef(`_FFR_MAIL_MACRO', `$&{mail_from}', `$&f')
R< ? > $* < @ $+ . >	$: < ? > $1 < @ $2 >
R< ? > $* < @ $+ >	$: $1 < @ $2 > $| $>SearchList < ! From > $| < F:$1@$2 > ifdef(`_RELAY_MAIL_DOMAIN_', `< D:$2 > ')< >
R$* $| < RELAY >	$@ RELAY
R$* $| < $* >		$: $1
')dnl
