dnl FEATURE(relay_based_on_MX) - relays to domains that have this host among their MX hosts.
define(`_RELAY_MX_', `1')
_map(`mxserved bestmx -z: -T<TEMP>')
