dnl FEATURE(accept_unresolvable_domains) - senders whose domain the name server does not know are welcome.
define(`_NO_RESOLVE_', `1')
