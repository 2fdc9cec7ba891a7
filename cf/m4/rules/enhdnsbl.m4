dnl enhdnsbl.m4 - one DNS block list in check_relay, judged by its answers. Uses: _ARG1_ zone, _ARG2_ message,
dnl _ARG3_ temporary message or t, _ARG4_ and following: answers that count.
dnl The name server's answers end in a dot, so those of the .mc file should, too.

# block list _ARG1_
R$*			$: $&{client_addr}
R$-.$-.$-.$-		$: < ? > $(ednsbl $4.$3.$2.$1._ARG1_. $: OK $)
R< ? > OK		$: OKSOFAR
ifelse(len(defn(`_ARG3_')), `0', `R< ? > $+ < TMP >	$: TMPOK
', _ARG3_, `t', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " $&{client_addr} " at _ARG1_"
', `R< ? > $+ < TMP >	$#error $@ 4.4.3 $: _ARG3_
')dnl
define(`_ednsbl_verdict_', `include(_CF_DIR_`'m4/rules/enhdnsbl_verdict.m4)')dnl
ifelse(len(defn(`_ARG4_')), `0', `define(`_answer_', `')_ednsbl_verdict_`'', `_answers(shift(shift(shift(_ARGS_))))')dnl
R< ? > $*		$: OKSOFAR
