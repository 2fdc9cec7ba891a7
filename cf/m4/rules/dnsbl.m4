dnl dnsbl.m4 - one DNS block list in check_relay. Uses: _ARG1_ zone, _ARG2_ message, _ARG3_ temporary
dnl message or t; read while FEATURE(dnsbl) is, so it may be read several times.

# block list _ARG1_
R$*			$: $&{client_addr}
R$-.$-.$-.$-		$: < ? > $(dnsbl $4.$3.$2.$1._ARG1_. $: OK $)
R< ? > OK		$: OKSOFAR
ifelse(len(defn(`_ARG3_')), `0', `R< ? > $+ < TMP >	$: TMPOK
', _ARG3_, `t', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " $&{client_addr} " at _ARG1_"
', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: _ARG3_
')dnl
ifelse(_ARG2_, `quarantine', `R< ? > $+		$#error $@ quarantine $: _ARG1_
', _ARG2_, `discard', `R< ? > $+		$#discard $: _ARG1_
', len(defn(`_ARG2_')), `0', `R< ? > $+		$#error $@ 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at _ARG1_"
', `R< ? > $+		$#error $@ 5.7.1 $: _ARG2_
')dnl
