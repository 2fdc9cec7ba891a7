dnl auth.m4 - identities: who may relay because of SMTP AUTH, and what identity others may claim.
dnl Offers: Relay_Auth, trust_auth. Uses: TRUST_AUTH_MECH (class {TrustAuthMech}), Local_Relay_Auth,
dnl Local_trust_auth, ${auth_type}, ${auth_authen}, ${auth_author}.

######  Relay_Auth: an authenticated client may relay

SLocal_Relay_Auth
SRelay_Auth
R$*			$: $&{auth_type} $| $>Local_Relay_Auth $&{auth_type}
R$* $| $#$*		$#$2
R$* $| $*		$: $1
R$={TrustAuthMech}	$#RELAY

######  trust_auth: the AUTH= parameter of MAIL

SLocal_trust_auth
Strust_auth
R$*			$: $&{auth_type} $| $1
R$@ $| $*		$#error $@ 5.7.1 $: "550 not authenticated"
R$* $| $&{auth_authen}	$@ identical
R$* $| < $&{auth_authen} >	$@ identical
R$* $| $*		$: $1 $| $>Local_trust_auth $2
R$* $| $#$*		$#$2
R$*			$#error $@ 5.7.1 $: "550 " $&{auth_authen} " not allowed to act as " $&{auth_author}
