dnl FEATURE(virtusertable, map) - users of virtual domains. Default map: hash /etc/mail/virtusertable.
define(`_VIRTUSER_TABLE_', `1')
_feature_map(`virtuser', `virtusertable')
