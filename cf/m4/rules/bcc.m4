dnl bcc.m4 - FEATURE(bcc): a recipient to the address that gets a blind copy: the template, or else the
dnl recipient itself, when its domain (or .domain, for hosts in it) is listed.
dnl Uses: _BCC_ACCESS_ (access map, tag bcc), else map bcctable; _BCC_TEMPLATE_.

######  bcc

Sbcc
R< $* >			$1
ifdef(`_BCC_ACCESS_', `R$+ @ $+		$: < $2 > $1@$2 $| $>D < $2 > < ? > < ! bcc > < >
', `R$+ @ $+		$: < $2 > $1@$2 $| < $(bcctable $2 $: ? $) > < >
R< $- . $+ > $* $| < ? > < >	$: < $2 > $3 $| < $(bcctable .$2 $: ? $) > < >
')dnl
R< $* > $* $| < ? > < >	$@
R< $* > $* $| < $+ > < >	$@ ifelse(len(defn(`_BCC_TEMPLATE_')), `0', `$2', `_BCC_TEMPLATE_')
