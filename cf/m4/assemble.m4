dnl assemble.m4 - read after the last line of the .mc file; writes the sendmail.cf.
dnl The order is fixed by the language: safety options first, then classes and macros, the lines of
dnl LOCAL_CONFIG, maps, options, headers, rulesets, and the mailers last.
divert(-1)
dnl _opt(Option, variable, what sendmail assumes): a line with the value, or a comment.
define(`_opt', `ifdef(`$2', `O $1=$2', `#O $1=$3')
')
ifdef(`__OSTYPE__', `', `_complain(`*** ERROR: No system type defined (use OSTYPE macro)')')
ifdef(`confREAD_TIMEOUT', `_complain(`*** confREAD_TIMEOUT is obsolete.
    Use individual confTO_<timeout> parameters instead.')')
ifdef(`confDEF_GROUP_ID', `_complain(`*** confDEF_GROUP_ID is obsolete.
    Use confDEF_USER_ID with a colon in the value instead.')')
ifdef(`confAUTO_REBUILD', `_complain(`WARNING: confAUTO_REBUILD is no longer valid.
	There was a potential for a denial of service attack if this is set.')')
ifdef(`confMESSAGE_TIMEOUT', `define(`_slash_', index(confMESSAGE_TIMEOUT, `/'))ifelse(_slash_, `-1',
`define(`confTO_QUEUERETURN', confMESSAGE_TIMEOUT)',
`define(`confTO_QUEUERETURN', substr(confMESSAGE_TIMEOUT, 0, _slash_))define(`confTO_QUEUEWARN',
substr(confMESSAGE_TIMEOUT, incr(_slash_)))')')
ifelse(confDELIVERY_MODE, `deferred', `define(`_deferred_', `1')', confDELIVERY_MODE, `d', `define(`_deferred_', `1')')
ifdef(`_deferred_', `_complain(`WARNING: Antispam rules not available in deferred delivery mode.')')
dnl a tag of the access map without one
ifdef(`_SPAM_TAG_', `ifdef(`_ACCESS_TABLE_', `',
`undefine(`_SPAM_TAG_')_complain(`*** ERROR: FEATURE(`delay_checks', `argument') requires FEATURE(`access_db')')')')
dnl mail for this host needs a mailer, whatever else was asked for
ifdef(`_MAILERS_', `ifdef(`_MAILER_local_', `', `MAILER(`local')')')
dnl relays make pseudo domains of their networks
ifdef(`UUCP_RELAY', `define(`_UUCP_PSEUDO_', `1')_pseudo(`UUCP')')
ifdef(`BITNET_RELAY', `_pseudo(`BITNET')')
ifdef(`DECNET_RELAY', `define(`_USE_DECNET_SYNTAX_', `1')ifdef(`_MAILER_mail11_', `', `_pseudo(`DECNET')')')
ifdef(`FAX_RELAY', `ifdef(`_MAILER_fax_', `', `_pseudo(`FAX')')')
_end_sections()
dnl whatever stray text of the .mc file stands before it, the level has a line of its own
divert(0)dnl

# sendmail.cf, written by m4: edit the .mc file and run m4 again, or edit here until then
V`'CF_LEVEL/Berkeley

# safety of files: lifting one of these checks weakens the whole system
_opt(`DontBlameSendmail', `confDONT_BLAME_SENDMAIL', `safe')dnl
_opt(`LDAPDefaultSpec', `confLDAP_DEFAULT_SPEC', `-h localhost')dnl
include(_CF_DIR_`'m4/classes.m4)dnl
include(_CF_DIR_`'m4/macros.m4)dnl

#  lines of the site: its own configuration, domain and user lists
undivert(6)dnl
ifdef(`_VIRT_DOMAINS_', `# virtual domains are relayed for
CR$={VirtHost}
')dnl
include(_CF_DIR_`'m4/maps.m4)dnl
include(_CF_DIR_`'m4/version.m4)dnl

######  Options

include(_CF_DIR_`'m4/options.m4)dnl
include(_CF_DIR_`'m4/queue_groups.m4)dnl
include(_CF_DIR_`'m4/headers.m4)dnl

######  Rulesets: how addresses are rewritten and routed
_mark_rules()dnl

include(_CF_DIR_`'m4/rules/canonify.m4)dnl
include(_CF_DIR_`'m4/rules/finalize.m4)dnl
include(_CF_DIR_`'m4/rules/parse.m4)dnl
include(_CF_DIR_`'m4/rules/local.m4)dnl
include(_CF_DIR_`'m4/rules/masquerade.m4)dnl

######  Rulesets: who may send what

include(_CF_DIR_`'m4/rules/access_map.m4)dnl
include(_CF_DIR_`'m4/rules/check_relay.m4)dnl
include(_CF_DIR_`'m4/rules/check_mail.m4)dnl
include(_CF_DIR_`'m4/rules/check_rcpt.m4)dnl
ifdef(`_ACCESS_TABLE_', `include(_CF_DIR_`'m4/rules/search_list.m4)')dnl
include(_CF_DIR_`'m4/rules/auth.m4)dnl
include(_CF_DIR_`'m4/rules/tls.m4)dnl
include(_CF_DIR_`'m4/rules/ratecontrol.m4)dnl
_leave_rules()dnl

######  Rulesets of this site

undivert(9)dnl
ifdef(`_milters_', `
######  Mail filters

_milters_`'')dnl

######  Mailers

undivert(7)dnl
