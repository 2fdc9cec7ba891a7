dnl local_hook.m4 - a ruleset of the site answers first; what it resolves is final.
dnl Uses: _hook_, its name.
R$*			$: $1 $| $>_hook_ $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1
