dnl FEATURE(mailertable, map) - routes for domains. Default map: hash /etc/mail/mailertable.
define(`_MAILER_TABLE_', `1')
_map(`mailertable ifelse(len(defn(`_ARG1_')), `0', `DATABASE_MAP_TYPE MAIL_SETTINGS_DIR`'mailertable', `defn(`_ARG1_')')')
