dnl FEATURE(redirect) - "user: new@address.REDIRECT" in aliases answers with the new address.
define(`_REDIRECT_', `1')
_pseudo(`REDIRECT')
