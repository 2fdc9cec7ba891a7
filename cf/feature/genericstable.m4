dnl FEATURE(genericstable, map) - sender addresses of users. Default map: hash /etc/mail/genericstable.
define(`_GENERICS_TABLE_', `1')
_feature_map(`generics', `genericstable')
