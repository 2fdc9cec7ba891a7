dnl FEATURE(authinfo, map) - identities for SMTP AUTH as a client are in a map of their own instead of the
dnl access map. Default map: hash /etc/mail/authinfo; keys AuthInfo:host, AuthInfo:address, AuthInfo: .
define(`_AUTHINFO_MAP_', `authinfo')
_feature_map(`authinfo', `authinfo')
