dnl FEATURE(local_procmail, path, arguments, flags) - procmail delivers to mailboxes.
dnl path: PROCMAIL_MAILER_PATH, else /usr/local/bin/procmail; arguments: "procmail -Y -a $h -d $u";
dnl flags: SPfhn9. With an empty argument the default is taken.
ifelse(_ARG1_, `', `ifdef(`PROCMAIL_MAILER_PATH', `', `define(`PROCMAIL_MAILER_PATH', `/usr/local/bin/procmail')')dnl
define(`LOCAL_MAILER_PATH', PROCMAIL_MAILER_PATH)',
`define(`LOCAL_MAILER_PATH', _ARG1_)')
define(`LOCAL_MAILER_ARGS', ifelse(len(_ARG2_), `0', ``procmail -a $h -d $u'', `_ARG2_'))
define(`LOCAL_MAILER_FLAGS', ifelse(_ARG3_, `', ``SPfhn9'', `_ARG3_'))
