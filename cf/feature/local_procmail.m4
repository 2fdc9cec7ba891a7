dnl FEATURE(local_procmail, path, arguments, flags) - procmail delivers to mailboxes. Defaults:
dnl PROCMAIL_MAILER_PATH or /usr/local/bin/procmail; procmail -a $h -d $u; SPfhn9.
_default(`PROCMAIL_MAILER_PATH', `/usr/local/bin/procmail')
undefine(`_LOCAL_LMTP_')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `X-Unix')
define(`LOCAL_MAILER_PATH', ifelse(len(defn(`_ARG1_')), `0', `PROCMAIL_MAILER_PATH', `defn(`_ARG1_')'))
define(`LOCAL_MAILER_ARGS', ifelse(len(defn(`_ARG2_')), `0', ``procmail -a $h -d $u'', `defn(`_ARG2_')'))
define(`LOCAL_MAILER_FLAGS', ifelse(len(defn(`_ARG3_')), `0', ``SPfhn9'', `defn(`_ARG3_')'))
