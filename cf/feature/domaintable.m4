dnl FEATURE(domaintable, map) - other names of domains. Default map: hash /etc/mail/domaintable.
define(`_DOMAIN_TABLE_', `1')
_feature_map(`domaintable', `domaintable')
