dnl mailertable.m4 - ruleset 90 of FEATURE(mailertable).
dnl In: < host > address, the host itself was not found. Looks for the domains it lies in with a dot before
dnl them (.example.com), at last for "." alone; what was taken off is %1 in the value.
dnl Out: a triple, or the address when nothing was found. A value without "mailer:" is no answer.

######  90: Mailertable

SMailertable=90
R< $- . $+ > $*		$@ $>82 < $1 > < . $2 > $3
R< $* > $*			$@ $>82 < $1 > < . > $2

######  82: < labels taken off > < key > address

S82
R< $* > < $+ > $*		$: < $1 > < $(mailertable $2 $@ $1 $) > $3
R< $* > < $- : $* > $*		$@ $>MailerToTriple < $2 : $3 > $4
R< $* > < . > $*		$@ $2
R< $+ > < . $- . $+ > $*	$@ $>82 < $1 . $2 > < . $3 > $4
R< $+ > < . $- > $*		$@ $>82 < $1 . $2 > < . > $3
R< $* > < $- > $*		$@ $>82 < $2 > < . > $3
R< $* > < $* > $*		$: < $(mailertable . $@ $1 $) > $3
R< $- : $* > $*			$@ $>MailerToTriple < $1 : $2 > $3
R< $* > $*			$@ $2
