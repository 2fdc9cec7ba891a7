dnl FEATURE(promiscuous_relay) - relays for everybody. For closed networks only.
define(`_PROMISCUOUS_', `1')
_complain(`*** WARNING: FEATURE(`promiscuous_relay') configures your system as open
	relay.  Do NOT use it on a server that is connected to the Internet!')
