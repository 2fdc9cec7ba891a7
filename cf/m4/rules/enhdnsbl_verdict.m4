dnl enhdnsbl_verdict.m4 - what an answer of a block list leads to. Uses: _answer_ (empty: any), _ARG1_ zone,
dnl _ARG2_ message, quarantine or discard.
define(`_pattern_', ifelse(_answer_, `', ``$+'', `_answer_'))dnl
ifelse(_ARG2_, `quarantine', `R< ? > _pattern_	$#error $@ quarantine $: _ARG1_
', _ARG2_, `discard', `R< ? > _pattern_	$#discard $: discard
', len(defn(`_ARG2_')), `0', `R< ? > _pattern_	$#error $@ 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at _ARG1_"
', `R< ? > _pattern_	$#error $@ 5.7.1 $: _ARG2_
')dnl
