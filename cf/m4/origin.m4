dnl origin.m4 - tells in the .cf which statement of the .mc file brought in which rules.
dnl Offers: _begin(statement) and _end() around the work of a statement, _own_rules(text) for rules that it
dnl writes at once, _section(diversion, NAME) for the LOCAL_* sections, _mark_rules() and _leave_rules()
dnl around text whose `ifdef's are to mark what they let through, _end_sections().
dnl What comes out are pairs of comment lines (see "Where a rule comes from" in README.md):
dnl   #@ FEATURE(mailertable), sendmail.mc:7
dnl   #@ end
dnl Invariant: marks stand only between whole lines, and nothing but comments is added.

dnl What raises `ifdef's around rules: variables of the .mc file, and what statements define.
define(`_rule_variables_', `
`BITNET_RELAY',`DECNET_RELAY',`FAX_RELAY',`LOCAL_RELAY',`LUSER_RELAY',`MAIL_HUB',`MASQUERADE_NAME',
`SMART_HOST',`UUCP_RELAY'')
define(`_rule_flags_', `
`_ACCESS_SKIP_',`_ACCESS_TABLE_',`_ADD_DOMAIN_',`_ALL_MASQUERADE_',`_AUTHINFO_MAP_',`_BADMX_',`_BAD_HELO_',
`_BCC_',`_BCC_ACCESS_',`_BESTMX_',`_BITDOMAIN_TABLE_',`_BLOCKLIST_RCPT_',`_CANONIFY_DOMAINS_',
`_CANONIFY_HOSTS_',`_CERT_ALTNAMES_',`_CHECK_OTHER_',`_CLASS_V_',`_CLASS_W_',`_CLASS_XX_',`_COMPAT_CHECK_',
`_CONN_CONTROL_',`_CONN_NODELAY_',`_DELAY_CHECKS_',`_DOMAIN_TABLE_',`_DRAC_',`_GENERICS_ENTIRE_',
`_GENERICS_TABLE_',`_GREET_PAUSE_',`_LDAP_BOUNCE_',`_LDAP_EQUIVALENTS_',`_LDAP_NODOMAIN_',`_LDAP_PRESERVE_',
`_LDAP_ROUTING_',`_LDAP_STRIP_',`_LIMITED_MASQ_',`_LOCAL_NO_MASQ_',`_LOOKUP_DOT_',`_LOOSE_RELAY_',
`_LUSER_HOST_KEEP_',`_MAILER_TABLE_',`_MAILER_fax_',`_MAILER_mail11_',`_MAILER_pop_',`_MAILER_smtp_',
`_MAILER_usenet_',`_MAILER_uucp_',`_MASQUERADE_ENVELOPE_',`_MASQ_DOMAINS_',`_MASQ_ENTIRE_',
`_MASQ_EXCEPTIONS_',`_NO_CANONIFY_',`_NO_PERCENTHACK_REJECT_',`_NO_RESOLVE_',`_NO_UUCP_REJECT_',
`_PLUS_DETAIL_KEEP_',`_PROMISCUOUS_',`_QUEUE_GROUP_',`_RATE_CONTROL_',`_RATE_NODELAY_',`_REDIRECT_',
`_RELAY_ENTIRE_',`_RELAY_FULL_ADDR_',`_RELAY_HOSTS_ONLY_',`_RELAY_LOCAL_FROM_',`_RELAY_MAIL_FROM_',
`_RELAY_MX_',`_REQUIRE_RDNS_',`_SPAM_TAG_',`_SPAM_WORDS_',`_STICKY_HOST_',`_STS_',`_STS_SAN_',
`_TLS_SESSION_FEATURES_',`_UNQUALIFIED_OK_',`_USE_CLIENT_PTR_',`_USE_DECNET_SYNTAX_',`_UUCP_MAILERS_',
`_UUDOMAIN_TABLE_',`_VIRTUSER_TABLE_',`_VIRT_ENTIRE_',`_VNET_',`_XCONNECT_'')

dnl _place: file and line of the statement, where this m4 can tell; without the folder, so that the .cf does not
dnl depend on where it was made.
define(`_place', `ifelse(__file__, `__file__', `', ``, 'regexp(__file__, `[^/]*$', ``\&'')`:'__line__')')
define(`_quoted', ```$*''')

dnl _origin_ is what is being carried out, in words. A statement inside another one (nullclient uses
dnl features, DOMAIN files everything) names both, and the place in the .mc file.
define(`_begin', `ifdef(`_origin_', `_note_flags()', `_note_variables()')pushdef(`_origin_', ifdef(`_origin_',
```$1 of ''defn(`_origin_')', `_quoted(`$1'_place)'))')
define(`_end', `_note_flags()popdef(`_origin_')')

dnl _from_NAME: the origin of what is guarded by NAME; the first who defines it.
define(`_note', `ifdef(`$1', `ifdef(`_from_$1', `', `define(`_from_$1', defn(`_origin_'))')')')
define(`_note_variable', `ifdef(`$1', `ifdef(`_from_$1', `', `define(`_from_$1', ``define($1)'')')')')
define(`_for_each', `$1(`$2')ifelse(`$#', `2', `', `$0(`$1', shift(shift($@)))')')
dnl Both run at every statement, so the lists are gone through once, here.
define(`_noting', ``_note(`$1')'')
define(`_noting_variable', ``_note_variable(`$1')'')
define(`_note_variables', _for_each(`_noting_variable', _rule_variables_))
define(`_note_flags', _for_each(`_noting', _rule_variables_, _rule_flags_))

dnl _marked(name, text): whole lines with their marks; an empty line in front stays in front.
define(`_marked', `ifelse(index(`$2', `
'), `0', `
#@ $1
substr(`$2', `1')', `#@ $1
$2')#@ end
')
define(`_own_rules', `_marked(`_origin_', `$1')')
dnl _of(NAME, text): the same with the origin of NAME, where that is known.
define(`_of', `_plain_ifdef(`_from_$1', `_marked(`_from_$1', `$2')', `$2')')

dnl Only whole lines are marked: text that ends with a line end, or reads a file.
define(`_whole_lines', `eval(index(`$1<<end>>', `
<<end>>') >= 0 || index(`$1', `include(') >= 0)')
define(`_plain_ifdef', defn(`ifdef'))
define(`_marking_ifdef', `_plain_ifdef(`$1', `ifelse(_whole_lines(`$2'), `1',
`_of(`$1', `$2')', `$2')', `$3')')
define(`_mark_rules', `_note_variables()pushdef(`ifdef', defn(`_marking_ifdef'))')
define(`_leave_rules', `popdef(`ifdef')')

dnl A LOCAL_* section lasts until the next one of its diversion begins, or the .mc file ends.
define(`_section', `divert(`$1')ifdef(`_in_section_$1', `#@ end
')define(`_in_section_$1', `1')#@ `$2'_place
')
define(`_end_section', `ifdef(`_in_section_$1', `divert(`$1')#@ end
divert(-1)')')
define(`_end_sections', `_for_each(`_end_section', `1', `2', `3', `4', `7', `8', `9')')
