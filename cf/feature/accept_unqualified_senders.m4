dnl FEATURE(accept_unqualified_senders) - senders without a domain, or @localhost, are welcome.
define(`_UNQUALIFIED_OK_', `1')
