dnl FEATURE(mailertable, map) - routes for domains. Default map: hash /etc/mail/mailertable.
define(`_MAILER_TABLE_', `1')
_feature_map(`mailertable', `mailertable')
