dnl mtamark.m4 - FEATURE(mtamark) in check_relay. Uses: _ARG1_ message, _ARG2_ temporary message or t,
dnl _ARG3_ prefix (default _perm._smtp._srv).

# does the reverse zone say that this is no mail server?
R$*			$: $&{client_addr}
R$-.$-.$-.$-		$: < ? > $(mtamark ifelse(len(defn(`_ARG3_')), `0', `_perm._smtp._srv', `_ARG3_').$4.$3.$2.$1.in-addr.arpa. $: OK $)
R< ? > 1.		$: OKSOFAR
R< ? > 0.		$#error $@ 5.7.1 $: ifelse(len(defn(`_ARG1_')), `0', `"550 Rejected: " $&{client_addr} " not listed as MTA"', `_ARG1_')
ifelse(len(defn(`_ARG2_')), `0', `R< ? > $+ < TMP >	$: TMPOK
', _ARG2_, `t', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " _perm._smtp._srv.$&{client_addr} " at in-addr.arpa"
', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: _ARG2_
')dnl
R< ? > $*		$: OKSOFAR
