dnl FEATURE(masquerade_entire_domain) - hosts inside MASQUERADE_DOMAINs are masqueraded, too.
define(`_MASQ_ENTIRE_', `1')
