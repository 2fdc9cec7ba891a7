dnl debian_auth.m4 - HACK(debian_auth): identities for SMTP AUTH as a client from the file of confDEF_AUTH_INFO.
_default(`confDEF_AUTH_INFO', `MAIL_SETTINGS_DIR`'default-auth-info')
define(`confTRUSTED_USERS', ifdef(`confTRUSTED_USERS', `defn(`confTRUSTED_USERS')` '')`sendmail')
