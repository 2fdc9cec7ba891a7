dnl FEATURE(virtusertable, map) - users of virtual domains. Default map: hash /etc/mail/virtusertable.
define(`_VIRTUSER_TABLE_', `1')
_map(`virtuser ifelse(len(defn(`_ARG1_')), `0', `DATABASE_MAP_TYPE MAIL_SETTINGS_DIR`'virtusertable', `defn(`_ARG1_')')')
