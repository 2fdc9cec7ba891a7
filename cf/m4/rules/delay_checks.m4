dnl delay_checks.m4 - FEATURE(delay_checks): check_rcpt calls the checks of the recipient, then those of
dnl sender and client, unless the recipient has friends or haters in the access map (tag Spam).

######  check_rcpt: everything at once, when the recipient is known

Scheck_rcpt
R$*			$: $1 $| $>checkrcpt $1
R$* $| $#error $*	$#error $2
R$* $| $#discard $*	$#discard $2
# who may relay, too, needs the TLS that is asked of clients
R$* $| $*		$: $1 $| $2 $| < $&{deliveryMode} >
ifelse(ifdef(`_SPAM_TAG_', `_SPAM_TAG_'), `SPAMHATER', `', `R$* $| $* $| < d >	$: $1 $| $2 $| deferred
')dnl
R$* $| $* $| < $* >	$: $1 $| $2 $| $>tls_client $&{verify} $| MAIL
R$* $| $* $| $#$*	$#$3
R$* $| $#$* $| $*	$#$2
R$* $| $* $| $*		$: $1
ifdef(`_SPAM_TAG_', `R$*			$: < U > $1 $| $>CanonAddr $1
R< U > $* $| $#$*	$#$2
R< U > $* $| $* < @ $+ . >	$: < U > $1 $| $2 < @ $3 >
R< U > $* $| $* < @ $=w >	$: < D > $1 $| $>SearchList < ! Spam > $| < F:$2@$3 > < U:$2@ > < D:$3 > < >
R< U > $* $| $* < @ $+ >	$: < D > $1 $| $>SearchList < ! Spam > $| < F:$2@$3 > < D:$3 > < >
R< U > $* $| $*		$: < D > $1 $| $>SearchList < ! Spam > $| < U:$2@ > < >
ifelse(_SPAM_TAG_, `SPAMFRIEND', `R< D > $* $| < FRIEND >	$@ SPAMFRIEND
R< D > $* $| < $* >	$: $1
', `R< D > $* $| < HATER >	$: $1
R< D > $* $| < $* >	$@ no hater
')')dnl
R$*			$: $1 $| $>checkmail ifdef(`_FFR_MAIL_MACRO', `$&{mail_from}', `< $&f >')
R$* $| $#$*		$#$2
R$* $| $*		$: $1
R$*			$: $1 $| $>checkrelay $&{client_name} $| $&{client_addr}
R$* $| $#$*		$#$2
R$* $| $*		$: $1
ifdef(`_BAD_HELO_', `# clients that we relay for may call themselves what they like
R$*			$: $&{client_addr}
R$=R $*			$@ RELAY
include(_CF_DIR_`'m4/rules/bad_helo.m4)')dnl
ifdef(`_RATE_NODELAY_', `define(`_check_now_', `1')')ifdef(`_CONN_NODELAY_', `define(`_check_now_', `1')')dnl
ifdef(`_check_now_', `
######  check_relay: what does not wait

Scheck_relay
ifdef(`_RATE_NODELAY_', `define(`_hook_', `RateControl')include(_CF_DIR_`'m4/rules/local_hook.m4)')dnl
ifdef(`_CONN_NODELAY_', `define(`_hook_', `ConnControl')include(_CF_DIR_`'m4/rules/local_hook.m4)')dnl
')dnl
