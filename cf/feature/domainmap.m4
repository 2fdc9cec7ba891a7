dnl FEATURE(domainmap, domain, map) - users of a domain are rewritten by a map of their own: the key is the user
dnl without detail, and users that are not in the map do not exist. May be used for several domains.
define(`_DOMAIN_MAPS_', `1')
_class(`C{MappedDomain}'defn(`_ARG1_'))
define(`_mapped_domain_', defn(`_ARG1_'))
define(`_mapped_name_', `domain_'translit(_ARG1_, `.-', `__'))
_map(` '_mapped_name_` 'defn(`_ARG2_')` -T<TEMP>')
ifdef(`_DOMAINMAP_REGEX_', `', `define(`_DOMAINMAP_REGEX_', `1')_map(
`domainmap_regex regex -a.:NOTDONE: -s1,2 -d_ (.*)[-\.]([^-\.]*)$')')
divert(14)dnl
_own_rules(`include(_CF_DIR_`'m4/rules/domainmap.m4)')dnl
divert(-1)
