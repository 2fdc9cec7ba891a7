dnl FEATURE(relay_entire_domain) - relays for every host of our own domain (class m).
define(`_RELAY_ENTIRE_', `1')
