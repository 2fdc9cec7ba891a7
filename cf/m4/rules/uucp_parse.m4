dnl uucp_parse.m4 - part of Parse1 for MAILER(uucp): neighbours by their classes.
R$* < @ $=U .UUCP . > $*	$#uucp-old $@ $2 $: $1 < @ $2 .UUCP . > $3
R$* < @ $=Y .UUCP . > $*	$#uucp-new $@ $2 $: $1 < @ $2 .UUCP . > $3
ifdef(`_MAILER_smtp_', `R$* < @ $=X .UUCP . > $*	$#uucp-dom $@ $2 $: $1 < @ $2 .UUCP . > $3
R$* < @ $=Z .UUCP . > $*	$#uucp-uudom $@ $2 $: $1 < @ $2 .UUCP . > $3
')dnl
