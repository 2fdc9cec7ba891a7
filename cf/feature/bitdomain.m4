dnl FEATURE(bitdomain, map) - BITNET hosts and their domain names. Default map: hash /etc/mail/bitdomain.
define(`_BITDOMAIN_TABLE_', `1')
_feature_map(`bitdomain', `bitdomain')
