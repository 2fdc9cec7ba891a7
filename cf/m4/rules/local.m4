dnl local.m4 - ruleset 5: what becomes of a local name that is no alias.
dnl Uses: Local_localaddr of the site, LUSER_RELAY, LOCAL_RELAY, MAIL_HUB, preserve_local_plus_detail,
dnl preserve_luser_host.
dnl Out: a triple, or the name itself, which then goes to the local mailer.

######  5: localaddr

SLocal_localaddr
Slocaladdr=5
R$+			$: $1 $| $>Local_localaddr $1
R$* $| $#ok		$@ $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1
ifdef(`_PLUS_DETAIL_KEEP_', `', `
# user+detail: first user+*, then user
R$+ + *			$#confLOCAL_MAILER $@ $&h $: $1
R$+ + $*		$#confLOCAL_MAILER $@ + $2 $: $1 + *
')dnl
ifdef(`LUSER_RELAY', `
# names nobody has here
R$+			$: < ? > $1
ifdef(`_PLUS_DETAIL_KEEP_', `R< ? > $+ + $*		$: < $(user $1 $: ! $) > $1 + $2
')dnl
R< ? > $+		$: < $(user $1 $: ! $) > $1
ifdef(`_LUSER_HOST_KEEP_', `R< ! > $+ @ $+		$@ $>MailerToTriple < $L > $1 < @ $2 >
R< ! > $*		$: < : > < $L > < $&h > $1
R< : > < $+ > < > $*	$: < $1 > $2
R< : > < error : $+ > < $+ > $*	$@ $>MailerToTriple < error : $1 > $3
R< : > < local : $* > < $+ > $*	$@ $>MailerToTriple < local : $1 > $3 @ $2
R< : > < $+ > < $+ > $*	$@ $>MailerToTriple < $1 > $3 < @ $2 >
', `R< ! > $*		$: < $L > $1
')dnl
ifdef(`_PLUS_DETAIL_KEEP_', `R< $+ < > > $+ + $*	$: < > $1 + $3
')dnl
R< $+ < > > $*		$: < > $1
')dnl
ifelse(ifdef(`MAIL_HUB', `1')ifdef(`LOCAL_RELAY', `1'), `', `ifdef(`LUSER_RELAY', `R< > $*			$@ $1
')', `
# ifdef(`MAIL_HUB', `the hub has the mailboxes', `names without a domain go to the relay')
ifdef(`LUSER_RELAY', `R< > $*			', `R$+			')$: < ifdef(`MAIL_HUB', `$H', `$R') > $1
')dnl
ifelse(ifdef(`MAIL_HUB', `1')ifdef(`LOCAL_RELAY', `1')ifdef(`LUSER_RELAY', `1'), `', `', `R< error : $+ > $*	$@ $>MailerToTriple < error : $1 > $2
R< local : $* > $*	$@ $>MailerToTriple < local : $1 > $2
R< $- : $+ > $*		$@ $>MailerToTriple < $1 : $2 > $3 < @ $2 >
R< $+ > $*		$@ $>MailerToTriple < $1 > $2 < @ $1 >
')dnl
