dnl FEATURE(lookupdotdomain) - .domain in the access map stands for the hosts in the domain only.
ifdef(`_ACCESS_TABLE_', `define(`_LOOKUP_DOT_', `1')ifdef(`_RELAY_HOSTS_ONLY_', `_complain(
`*** WARNING: FEATURE(`lookupdotdomain') does not work well with FEATURE(`relay_hosts_only')')')',
`_complain(`*** ERROR: FEATURE(`lookupdotdomain') requires FEATURE(`access_db')')')
