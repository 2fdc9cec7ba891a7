dnl domainmap.m4 - one domain of FEATURE(domainmap) in parse. Uses: _mapped_domain_, _mapped_name_ (its map); read
dnl while the feature is, so it may be read several times. The key is the user without detail; the detail
dnl goes to the new address when that has a domain.

# users of _mapped_domain_
R$+ + $* < @ _mapped_domain_ . >	$: $(_mapped_name_ $1 $: ! $) $| + $2
R$+ < @ _mapped_domain_ . >	$: $(_mapped_name_ $1 $: ! $) $|
R! $| $*		$#error $@ 5.1.1 $: "550 email address lookup in domain map failed"
R$* < TEMP > $| $*	$#error $@ 5.1.1 $: "550 email address lookup in domain map failed"
R$+ @ $+ $| + $*	$@ $>Recurse $1 + $3 @ $2
R$+ $| $*		$@ $>Recurse $1
