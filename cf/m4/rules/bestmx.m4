dnl bestmx.m4 - part of Parse1 for FEATURE(bestmx_is_local): a host whose best MX we are is ours.

# hosts that say their mail is for us
ifelse(_BESTMX_, `2', `R$* < @ $* $=B . > $*		$: < $(bestmx $2 $3 $) > $1 < @ $2 $3 . > $4
', `R$* < @ $+ > $*			$: < $(bestmx $2 $) > $1 < @ $2 > $3
')dnl
R< $=w . > $* < @ $* > $*	$#confLOCAL_MAILER $@ $: $2
R< $* > $* < @ $* > $*		$: $2 < @ $3 > $4
