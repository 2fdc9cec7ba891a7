dnl bad_helo.m4 - FEATURE(block_bad_helo): the name that the client said in HELO must not be ours, nor without a dot.
dnl Clients that authenticated may say what they like.
R$*			$: < $&{auth_authen} > < $&s >
R< $+ > < $* >		$: known
R< > < $* >		$: < $1 >
R< >			$: bogus
R< $- >			$: bogus
R< $=w >		$: bogus
Rbogus			$#error $@ 5.7.1 $: "550 bogus HELO name used: " $&s
