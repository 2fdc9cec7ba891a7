dnl uucp.m4 - rulesets of the UUCP mailers: addresses as bang paths that begin at this host.

# envelope and header sender
SFromU
R: ; < @ >		$@ : ; < @ >
R< @ >			$n
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w > $*	$1 $3
R$* < @ $- .UUCP > $*	$: $2 ! $1 $3
R$* < @ $+ > $*		$: $2 ! $1 $3
R$&h ! $- ! $+		$@ $1 ! $2
R$&h ! $-.$+ ! $+	$@ $1.$2 ! $3
R$+			$: $k ! $1

# envelope recipient
SEnvToU
R: ; < @ >		$@ : ; < @ >
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $=w > $*	$1 $3
R$* < @ $- .UUCP > $*	$: $2 ! $1 $3
R$* < @ $+ > $*		$: $2 ! $1 $3

# header recipient
SHdrToU
R: ; < @ >		$@ : ; < @ >
R$* < @ $* . > $*	$1 < @ $2 > $3
R$* < @ $- .UUCP > $*	$: $2 ! $1 $3
R$* < @ $=w > $*	$1 $3
R$* < @ $+ > $*		$: $2 ! $1 $3
R$&h ! $- ! $+		$@ $1 ! $2
R$&h ! $-.$+ ! $+	$@ $1.$2 ! $3
R$+			$: $k ! $1
