dnl local_sections.m4 - places where a .mc file may write its own lines of sendmail.cf.
dnl Offers: LOCAL_CONFIG, LOCAL_RULE_0 to LOCAL_RULE_3, LOCAL_RULESETS, LOCAL_NET_CONFIG, LOCAL_UUCP,
dnl LOCAL_DNSBL, MAILER_DEFINITIONS, LOCAL_TRY_TLS, LOCAL_TLS_CLIENT, LOCAL_TLS_SERVER, LOCAL_TLS_RCPT,
dnl LOCAL_SRV_FEATURES, LOCAL_CLT_FEATURES. What follows one of them goes to its section, up to the
dnl next one (or the end of the file).
dnl The diversion numbers are public, for old files that use divert() themselves:
dnl   1 mail inside the local net      2 ruleset 3      3 ruleset 0      4 UUCP part of ruleset 0
dnl   5 names answered here            6 configuration  7 mailers        8 DNS block lists
dnl   9 further rulesets
define(`LOCAL_NET_CONFIG', `define(`_LOCAL_NET_', `1')_section(`1', `LOCAL_NET_CONFIG')')
define(`LOCAL_RULE_3', `_section(`2', `LOCAL_RULE_3')')
define(`LOCAL_RULE_0', `_section(`3', `LOCAL_RULE_0')')
define(`LOCAL_UUCP', `_section(`4', `LOCAL_UUCP')')
define(`LOCAL_CONFIG', `divert(6)')
define(`MAILER_DEFINITIONS', `_section(`7', `MAILER_DEFINITIONS')')
define(`LOCAL_DNSBL', `_section(`8', `LOCAL_DNSBL')')
define(`LOCAL_RULESETS', `_section(`9', `LOCAL_RULESETS')')
define(`LOCAL_RULE_1', `_section(`9', `LOCAL_RULE_1')# for every sender address
S1')
define(`LOCAL_RULE_2', `_section(`9', `LOCAL_RULE_2')# for every recipient address
S2')

dnl _local_hook(NAME, ruleset): NAME starts the ruleset; its caller asks for _NAME_.
define(`_local_hook', `define(`$1', `ifdef(`_MAILERS_', `',
`_complain(`*** WARNING: MAILER() should be before $1')')define(`_$1_', `1')_section(`9', `$1')S$2')')
_local_hook(`LOCAL_TRY_TLS', `Local_try_tls')
_local_hook(`LOCAL_TLS_CLIENT', `Local_tls_client')
_local_hook(`LOCAL_TLS_SERVER', `Local_tls_server')
_local_hook(`LOCAL_TLS_RCPT', `Local_tls_rcpt')
_local_hook(`LOCAL_SRV_FEATURES', `Local_srv_features')
_local_hook(`LOCAL_CLT_FEATURES', `Local_clt_features')
