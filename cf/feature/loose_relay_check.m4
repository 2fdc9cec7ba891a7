dnl FEATURE(loose_relay_check) - user%far@near is judged by near alone.
define(`_LOOSE_RELAY_', `1')
