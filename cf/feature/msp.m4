dnl FEATURE(msp, host, MSA) - a submit.cf: whatever is sent goes to the host (default localhost), to port
dnl 587 when the second argument is MSA, and otherwise to the SMTP port.
define(`_MTA_HOST_', ifelse(len(defn(`_ARG1_')), `0', ``[localhost]'', `defn(`_ARG1_')'))
define(`_MSP_', `1')
_macro(`D{MTAHost}'_MTA_HOST_)
divert(9)dnl
_own_rules(`
# all mailers here have flag 5, so every recipient comes by: the daemon delivers it
SLocal_localaddr
R$+			$: $>CanonAddr $1
R$* < @ $+ > $*		$#relay $@ ${MTAHost} $: $1 < @ $2 > $3
R$+			$#relay $@ ${MTAHost} $: $1 < @ $j >
')dnl
divert(-1)dnl
define(`confDELIVERY_MODE', `i')
define(`confUSE_MSP', `True')
_default(`confFORWARD_PATH', `')
define(`confFORWARD_PATH', `')
define(`confPRIVACY_FLAGS', `goaway,noetrn,restrictqrun')
_default(`confDONT_PROBE_INTERFACES', `True')
_default(`confTIME_ZONE', `USE_TZ')
_default(`confRUN_AS_USER', `smmsp')
_default(`confTRUSTED_USER', `smmsp')
_default(`confPID_FILE', `/var/spool/clientmqueue/sm-client.pid')
_default(`confQUEUE_FILE_MODE', `0660')
_default(`STATUS_FILE', `/var/spool/clientmqueue/sm-client.st')
define(`QUEUE_DIR', MSP_QUEUE_DIR)
define(`_smtp_extra_flags_', `k5')
define(`_relay_extra_flags_', `k')
define(`_base_local_flags_', `lmDFMuXkw5')
define(`_base_prog_flags_', `lmDFMuXk5')
define(`LOCAL_MAILER_PATH', `[IPC]')
define(`LOCAL_MAILER_ARGS', `TCP $h')
define(`LOCAL_MAILER_FLAGS', `')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
define(`LOCAL_SHELL_PATH', `[IPC]')
define(`LOCAL_SHELL_ARGS', `TCP $h')
define(`LOCAL_SHELL_FLAGS', `')
ifelse(_ARG2_, `MSA', `define(`RELAY_MAILER_ARGS', `TCP $h 587')')
define(`_NO_MSA_', `1')
DAEMON_OPTIONS(`Name=NoMTA, Addr=127.0.0.1, M=E')
define(`_NO_ALIASES_', `1')
MAILER(`local')
MAILER(`smtp')
