dnl FEATURE(local_no_masquerade) - mail that stays on this host is not masqueraded.
define(`_LOCAL_NO_MASQ_', `1')
