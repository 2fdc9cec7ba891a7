dnl sts.m4 - FEATURE(sts) in tls_rcpt: what the MTA-STS policy of the recipient's domain (RFC 8461) demands of
dnl this connection.
R$*			$: $1 $| $>88 $1
R$* $| $#$*		$#$2
R$* $| $*		$: $1
