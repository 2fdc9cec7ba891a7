dnl badmx.m4 - FEATURE(badmx) in check_mail: the MX hosts of a sender whose domain exists.
R< OKR > $* $| $* < @ $+ >	$: < OKR > $1 $| $2 < @ $3 > $| $>86 $3
R< OKR > $* $| $* $| $#$*	$#$3
R< OKR > $* $| $* $| $*	$: < OKR > $1 $| $2
