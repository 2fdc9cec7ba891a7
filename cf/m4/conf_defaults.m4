dnl conf_defaults.m4 - values that are always written, unless the .mc file defines its own.
dnl Offers: defaults of conf* variables, file locations and map defaults. Options without a value
dnl here appear in the .cf as a comment showing what sendmail itself assumes (options.m4).
dnl Invariant: MAIL_SETTINGS_DIR is expanded late, so a .mc file may still change it.
define(`MAIL_SETTINGS_DIR', `/etc/mail/')
define(`DATABASE_MAP_TYPE', `hash')

define(`confMAILER_NAME', `MAILER-DAEMON')
define(`confFROM_LINE', `From $g $d')
define(`confOPERATORS', `.:%@!^/[]+')
define(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b')
define(`confFROM_HEADER', `$?x$x <$g>$|$g$.')
define(`confMESSAGEID_HEADER', `<$t.$i@$j>')
define(`confRECEIVED_HEADER', `$?sfrom $s $.$?_($?s$|from $.$_)
	$.$?{auth_type}(authenticated$?{auth_ssf} bits=${auth_ssf}$.)
	$.by $j ($v/$Z)$?r with $r$. id $i$?{tls_version}
	(version=${tls_version} cipher=${cipher} bits=${cipher_bits} verify=${verify})$.$?u
	for $u; $|;
	$.$b')

define(`confSEVEN_BIT_INPUT', `False')
define(`confALIAS_WAIT', `10')
define(`confMIN_FREE_BLOCKS', `100')
define(`confBLANK_SUB', `.')
define(`confCON_EXPENSIVE', `False')
define(`confDELIVERY_MODE', `background')
define(`confTEMP_FILE_MODE', `0600')
define(`confMIME_FORMAT_ERRORS', `True')
define(`confFORWARD_PATH', `$z/.forward.$w:$z/.forward')
define(`confMCI_CACHE_SIZE', `2')
define(`confMCI_CACHE_TIMEOUT', `5m')
define(`confUSE_ERRORS_TO', `False')
define(`confLOG_LEVEL', `9')
define(`confCHECK_ALIASES', `False')
define(`confOLD_STYLE_HEADERS', `True')
define(`confPRIVACY_FLAGS', `authwarnings')
define(`confSAFE_QUEUE', `True')
define(`confTO_QUEUERETURN', `5d')
define(`confTO_QUEUEWARN', `4h')
define(`confTIME_ZONE', `USE_SYSTEM')

define(`confCW_FILE', `MAIL_SETTINGS_DIR`'local-host-names')
define(`confCT_FILE', `MAIL_SETTINGS_DIR`'trusted-users')
define(`confCR_FILE', `-o MAIL_SETTINGS_DIR`'relay-domains')

define(`confLOCAL_MAILER', `local')
define(`confRELAY_MAILER', `relay')
define(`confSMTP_MAILER', `esmtp')
define(`confUUCP_MAILER', `uucp-old')
define(`confEBINDIR', `/usr/libexec')

define(`confREJECT_MSG', `550 Access denied')
define(`confRELAY_MSG', `550 Relaying denied')
define(`confRCPTREJ_MSG', `550 Mailbox disabled for this recipient')
dnl "Proper authentication" is suggested only where it is possible, see rules/check_rcpt.m4
define(`_own_relay_msg_', defn(`confRELAY_MSG'))
define(`_own_reject_msg_', defn(`confREJECT_MSG'))
define(`_own_rcptrej_msg_', defn(`confRCPTREJ_MSG'))

define(`confMILTER_MACROS_CONNECT', `j, _, {daemon_name}, {if_name}, {if_addr}')
define(`confMILTER_MACROS_HELO', `{tls_version}, {cipher}, {cipher_bits}, {cert_subject}, {cert_issuer}')
define(`confMILTER_MACROS_ENVFROM', `i, {auth_type}, {auth_authen}, {auth_ssf}, {auth_author}, {mail_mailer}, {mail_host}, {mail_addr}')
define(`confMILTER_MACROS_ENVRCPT', `{rcpt_mailer}, {rcpt_host}, {rcpt_addr}')
define(`confMILTER_MACROS_EOM', `{msg_id}')

define(`ALIAS_FILE', `MAIL_SETTINGS_DIR`'aliases')
define(`HELP_FILE', `MAIL_SETTINGS_DIR`'helpfile')
define(`QUEUE_DIR', `/var/spool/mqueue')
define(`MSP_QUEUE_DIR', `/var/spool/clientmqueue')

dnl what stands between tag and key in the access map
define(`_TAG_DELIM_', `:')

dnl empty places in the rulesets that features fill
define(`_DELAY_NAME_', `_')
define(`_client_name_', `client_name')
define(`_sender_rules_', `')
define(`_relay_from_rules_', `')
define(`_feature_options_', `')
