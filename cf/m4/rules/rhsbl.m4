dnl rhsbl.m4 - one block list of domains in check_mail. Uses: _zone_, _zone_message_, _zone_temporary_
dnl (message, t, or empty). Workspace: < what the name server said > sender. L marks an answer of the list.

# block list of sender domains _zone_
R< $- > $* $| $*	$: < $1 > $2
R< $- > $*		$: < $1 > $2 $| $>CanonAddr $2
R< $- > $* $| $* < @ $+ . >	$: < $1 > $2 $| $3 < @ $4 >
R< $- > $* $| $* < @ $+ >	$: < $1 > $2 $| < ? > < $4 >
ifdef(`_ACCESS_TABLE_', `R< $- > $* $| < ? > < $+ >	$: < $1 > $2 $| < $(access rhs`'_TAG_DELIM_`'$3 $: ? $) > < $3 >
')dnl
R< $- > $* $| < ? > < $+ >	$: < $1 > $2 $| < L > $(dnsbl $3._zone_. $: OK $)
R< $- > $* $| < L > OK	$: < $1 > $2
ifelse(len(defn(`_zone_temporary_')), `0', `R< $- > $* $| < L > $+ < TMP >	$: < $1 > $2
', defn(`_zone_temporary_'), `t', `R< $- > $* $| < L > $+ < TMP >	$#error $@ 4.4.3 $: "451 Temporary lookup failure of " $&f " at _zone_"
', `R< $- > $* $| < L > $+ < TMP >	$#error $@ 4.4.3 $: _zone_temporary_
')dnl
ifelse(len(defn(`_zone_message_')), `0', `R< $- > $* $| < L > $+	$#error $@ 5.7.1 $: "550 Rejected: " $&f " listed at _zone_"
', `R< $- > $* $| < L > $+	$#error $@ 5.7.1 $: _zone_message_
')dnl
R< $- > $* $| $*	$: < $1 > $2
