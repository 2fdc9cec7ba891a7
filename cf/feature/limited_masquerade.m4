dnl FEATURE(limited_masquerade) - only MASQUERADE_DOMAINs are masqueraded, not every name of this host.
define(`_LIMITED_MASQ_', `1')
