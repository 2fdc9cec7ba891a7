dnl FEATURE(local_lmtp, path, arguments) - the local mailer speaks LMTP (RFC 2033). Default:
dnl confEBINDIR/mail.local -l.
define(`_LOCAL_LMTP_', `1')
define(`LOCAL_MAILER_PATH', ifelse(len(defn(`_ARG1_')), `0', confEBINDIR`/mail.local', `defn(`_ARG1_')'))
define(`LOCAL_MAILER_ARGS', ifelse(len(defn(`_ARG2_')), `0', ``mail.local -l'', `defn(`_ARG2_')'))
define(`LOCAL_MAILER_FLAGS', `PSXmnz9')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
