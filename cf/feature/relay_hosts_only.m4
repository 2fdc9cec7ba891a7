dnl FEATURE(relay_hosts_only) - RELAY_DOMAINs are names of hosts, not of domains.
define(`_RELAY_HOSTS_ONLY_', `1')
