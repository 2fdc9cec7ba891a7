dnl vocabulary.m4 - the words that choose building blocks and fill classes.
dnl Offers: VERSIONID, OSTYPE, DOMAIN, HACK, FEATURE, MAILER, SITECONFIG, SITE, DAEMON_OPTIONS,
dnl CLIENT_OPTIONS, MAIL_FILTER, INPUT_MAIL_FILTER, QUEUE_GROUP, MASQUERADE_AS, the *_DOMAIN and
dnl *_USER lists with their _FILE forms, MODIFY_MAILER_FLAGS and the m4 helpers below.
dnl Invariant: nothing here writes to the output directly except VERSIONID; pieces are kept in
dnl diversions or macros until assemble.m4 puts them in order.
dnl
dnl ---- helpers -------------------------------------------------------------------------------
dnl PUSHDIVERT(n) / POPDIVERT: change the diversion for a while.
define(`PUSHDIVERT', `pushdef(`_diverted_', divnum)divert(`$1')')
define(`POPDIVERT', `divert(_diverted_)popdef(`_diverted_')')

dnl DOL(n): a dollar sign before n, for rules written inside macro definitions.
define(`DOL', ``$'$1')

dnl CONCAT(a, b, ...): the arguments without anything between them.
define(`CONCAT', `$1`'ifelse(eval(`$# > 1'), `1', `CONCAT(shift($@))')')

dnl lower(text), strcasecmp(a, b): m4 text without case (strcasecmp answers 1 or 0).
define(`lower', `translit(`$1', `ABCDEFGHIJKLMNOPQRSTUVWXYZ', `abcdefghijklmnopqrstuvwxyz')')
define(`strcasecmp', `ifelse(lower(`$1'), lower(`$2'), `1', `0')')

dnl TEMPFILE: a name for scratch files of hacks; fixed, so that two runs give the same text.
define(`TEMPFILE', `/tmp/cf.m4.tmp')

dnl CF_LEVEL: the language level in the V line.
define(`CF_LEVEL', `10')

dnl _default(name, value): a value for a name that the user has not defined.
define(`_default', `ifdef(`$1', `', `define(`$1', `$2')')')
define(`_DEFIFNOT', defn(`_default'))
define(`_SET_', `define(`$1', `1')')

dnl _complain(text): one line on standard error.
define(`_complain', `errprint(`$1'
)')

dnl ---- building blocks -----------------------------------------------------------------------
dnl VERSIONID(text): remembers which .mc file this was.
define(`VERSIONID', `##### $1
')

dnl OSTYPE(name): paths and local conventions of an operating system.
define(`_do_OSTYPE_', `PUSHDIVERT(-1)_begin(`OSTYPE($1)')ifdef(`__OSTYPE__', `_complain(`duplicate OSTYPE($1)')')define(
`__OSTYPE__', `$1')include(_CF_DIR_`'ostype/$1.m4)_end()POPDIVERT`'')

dnl DOMAIN(name), HACK(name, arguments): site files and temporary measures.
define(`_do_DOMAIN_', `PUSHDIVERT(-1)_begin(`DOMAIN($1)')define(`__DOMAIN__', `$1')include(
_CF_DIR_`'domain/$1.m4)_end()POPDIVERT`'')
define(`_do_HACK_', `PUSHDIVERT(-1)_begin(`HACK($1)')define(`_ARG_', `$2')define(`_ARG1_', `$2')define(`_ARG2_', `$3')define(
`_ARG3_', `$4')include(_CF_DIR_`'hack/$1.m4)_end()POPDIVERT`'')

dnl FEATURE(name, arguments): reads feature/name.m4 with the arguments as _ARG_ = _ARG1_, _ARG2_ ...
dnl and all of them, quoted, as _ARGS_.
define(`_do_FEATURE_', `PUSHDIVERT(-1)_begin(`FEATURE($1)')ifdef(`_MAILERS_', `_complain(
`*** ERROR: FEATURE() should be before MAILER()')')define(`_ARG_', `$2')define(`_ARG1_', `$2')define(
`_ARG2_', `$3')define(`_ARG3_', `$4')define(`_ARG4_', `$5')define(`_ARG5_', `$6')define(`_ARG6_', `$7')define(
`_ARG7_', `$8')define(`_ARG8_', `$9')define(`_NARGS_', decr(`$#'))define(`_ARGS_', `shift($@)')include(
_CF_DIR_`'feature/$1.m4)_end()POPDIVERT`'')

dnl MAILER(name): delivery agents, written to diversion 7 together with their rulesets.
define(`_do_MAILER_', `PUSHDIVERT(-1)_begin(`MAILER($1)')define(`_MAILERS_', `1')ifdef(`_MAILER_$1_',
`_complain(`*** ERROR: MAILER($1) already included')',
`define(`_MAILER_$1_', `1')divert(7)_mark_rules()_own_rules(`include(_CF_DIR_`'mailer/$1.m4)')_leave_rules()')_end()POPDIVERT`'')

dnl Words without arguments stay words: MAILER-DAEMON is a name.
define(`OSTYPE', `ifelse(`$#', `0', ``OSTYPE'', `_do_OSTYPE_($@)')')
define(`DOMAIN', `ifelse(`$#', `0', ``DOMAIN'', `_do_DOMAIN_($@)')')
define(`HACK', `ifelse(`$#', `0', ``HACK'', `_do_HACK_($@)')')
define(`FEATURE', `ifelse(`$#', `0', ``FEATURE'', `_do_FEATURE_($@)')')
define(`MAILER', `ifelse(`$#', `0', ``MAILER'', `_do_MAILER_($@)')')

dnl MODIFY_MAILER_FLAGS(NAME, change): change is +flags, -flags, or flags that replace all.
define(`MODIFY_MAILER_FLAGS', `define(`_mod_$1_', ifdef(`_mod_$1_', `defn(`_mod_$1_')')``$2',')')

dnl _flags(NAME, flags): the flags after every change for NAME that was asked for: first those that replace or
dnl take away, then those that add what is not there yet.
define(`_flags', `ifdef(`_mod_$1_', `_plus_flags(_reflag(`$2', _mod_$1_), _mod_$1_)', `$2')')
define(`_reflag', `ifelse(`$2', `', `$1', `_reflag(ifelse(
substr(`$2', 0, 1), `+', ``$1'',
substr(`$2', 0, 1), `-', `translit(``$1'', _no_range(substr(`$2', 1)))',
``$2''), shift(shift($@)))')')
define(`_plus_flags', `ifelse(`$2', `', `$1', `_plus_flags(ifelse(
substr(`$2', 0, 1), `+', `_add_flags(`$1', substr(`$2', 1))', ``$1''), shift(shift($@)))')')
define(`_add_flags', `ifelse(`$2', `', ``$1'', `_add_flags(ifelse(
index(`$1', substr(`$2', 0, 1)), `-1', ``$1'substr(`$2', 0, 1)', ``$1''), substr(`$2', 1))')')
dnl translit() reads "-" between letters as a range, so a minus goes to the front.
define(`_no_range', `ifelse(index(`$1', `-'), `-1', ``$1'', ``-'translit(`$1', `-')')')

dnl ---- accumulating statements ------------------------------------------------------------------
dnl DAEMON_OPTIONS(text), CLIENT_OPTIONS(text): one O line each, the text kept as it is.
define(`DAEMON_OPTIONS', `define(`_daemon_ports_', ifdef(`_daemon_ports_', `defn(`_daemon_ports_')')`O DaemonPortOptions=$1'`
')')
define(`CLIENT_OPTIONS', `define(`_client_ports_', ifdef(`_client_ports_', `defn(`_client_ports_')')`O ClientPortOptions=$1'`
')')

dnl MAIL_FILTER(name, equates): declares a milter; INPUT_MAIL_FILTER also puts it to use.
define(`MAIL_FILTER', `define(`_milters_', ifdef(`_milters_', `defn(`_milters_')')`X`'$1, $2
')')
define(`INPUT_MAIL_FILTER', `MAIL_FILTER(`$1', `$2')define(`confINPUT_MAIL_FILTERS',
ifdef(`confINPUT_MAIL_FILTERS', `defn(`confINPUT_MAIL_FILTERS')`, '')`$1')')

dnl QUEUE_GROUP(name, equates): one Q line.
define(`QUEUE_GROUP', `define(`_queue_groups_', ifdef(`_queue_groups_', `defn(`_queue_groups_')')`Q`'$1, $2
')')

dnl _list(NAME, class, flag): NAME(`words') adds to the class, NAME_FILE(`file') reads a file into it.
define(`_list', `define(`$1', `PUSHDIVERT(6)C{$2}'`$'`1
POPDIVERT`'ifelse(`$3', `', `', `_begin(`$1')define(`$3', `1')_end()')')define(`$1_FILE', `PUSHDIVERT(6)F{$2}$'`1
POPDIVERT`'ifelse(`$3', `', `', `_begin(`$1_FILE')define(`$3', `1')_end()')')')
_list(`LOCAL_DOMAIN', `w')
_list(`LOCAL_USER', `L')
_list(`EXPOSED_USER', `E')
_list(`MASQUERADE_DOMAIN', `M', `_MASQ_DOMAINS_')
_list(`MASQUERADE_EXCEPTION', `N', `_MASQ_EXCEPTIONS_')
_list(`GENERICS_DOMAIN', `G', `_GENERICS_DOMAINS_')
_list(`RELAY_DOMAIN', `R')
_list(`VIRTUSER_DOMAIN', `VirtHost', `_VIRT_DOMAINS_')
_list(`CANONIFY_DOMAIN', `Canonify', `_CANONIFY_DOMAINS_')
_list(`LDAPROUTE_DOMAIN', `LDAPRoute', `_LDAP_DOMAINS_')
_list(`LDAPROUTE_EQUIVALENT', `LDAPRouteEquiv', `_LDAP_EQUIVALENTS_')

dnl TRUST_AUTH_MECH(`mechanisms'): those who authenticate with one of them may relay.
define(`TRUST_AUTH_MECH', `PUSHDIVERT(6)C{TrustAuthMech}$1
POPDIVERT`'_begin(`TRUST_AUTH_MECH')define(`_TRUST_AUTH_', `1')_end()')

dnl MASQUERADE_AS(domain): what sender addresses are made to look like.
define(`MASQUERADE_AS', `_begin(`MASQUERADE_AS')define(`MASQUERADE_NAME', `$1')_end()')

dnl SITECONFIG(file, name, class): UUCP neighbours; the file consists of SITE(`hosts') lines.
define(`SITECONFIG', `PUSHDIVERT(6)ifelse(`$3', `U', `Cw$2 $2.UUCP', `D$3$2')
define(`_site_class_', `$3')define(`SITE', `C$3'`$'`1
')sinclude(_CF_DIR_`'siteconfig/$1.m4)POPDIVERT`'')
dnl UUCPSMTP(uucp name, domain name): this neighbour is reached by SMTP under the domain name.
define(`UUCPSMTP', `PUSHDIVERT(2)R DOL(*) < @ $1 .UUCP > DOL(*)	DOL(1) < @ $2 > DOL(2)
POPDIVERT`'')

dnl ---- for features and mailers -------------------------------------------------------------------
dnl _gather(name, text): appends text to the macro name.
define(`_gather', `define(`$1', ifdef(`$1', `defn(`$1')')`$2')')
dnl _pseudo(NAME): a top-level name for class P.   _map(line): a K line.   _class(line): a C or F line.
define(`_pseudo', `_gather(`_pseudo_', ` $1')')
define(`_map', `_gather(`_maps_', `K$1
')')
define(`_class', `_gather(`_classes_', `$1
')')
define(`_macro', `_gather(`_macros_', `$1
')')
dnl _feature_option(text): an O line that a feature switches on.
define(`_feature_option', `_gather(`_feature_options_', `O $1
')')
dnl _text(name): a reply text in double quotes, whether or not the .mc file wrote them.
define(`_text', `ifelse(substr(defn(`$1'), 0, 1), `"', `$1', `"$1"')')
dnl _feature_map(name, file, options): the map of a feature, as its first argument says, or the default
dnl database type with the options and the file in MAIL_SETTINGS_DIR.
define(`_feature_map', `ifelse(len(defn(`_ARG1_')), `0',
`_map(`$1 'DATABASE_MAP_TYPE`$3 'MAIL_SETTINGS_DIR`$2')', `_map(`$1 'defn(`_ARG1_'))')')
dnl _verdict(name, own, code): $#error for a reply text; the library's own text carries the code, one from
dnl the .mc file stands for itself.
define(`_verdict', `ifelse(defn(`$1'), defn(`$2'), ``$'#error $'`@ $3 $'`: "$1"', ``$'#error $'`: $1')')
dnl _answers(list): one verdict of a block list per answer
define(`_answers', `define(`_answer_', `$1')_ednsbl_verdict_`'ifelse(eval(`$# > 1'), `1', `_answers(shift($@))')')
