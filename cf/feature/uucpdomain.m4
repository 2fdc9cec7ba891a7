dnl FEATURE(uucpdomain, map) - UUCP hosts and their domain names. Default map: hash /etc/mail/uudomain.
define(`_UUDOMAIN_TABLE_', `1')
_feature_map(`uudomain', `uudomain')
