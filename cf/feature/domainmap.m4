dnl FEATURE(domainmap, domain, map) - users of a domain, or of its subdomains, are rewritten by a map of
dnl their own: the key is the user, or user_subdomain.
define(`_DOMAIN_MAPS_', `1')
_class(`C{MappedDomain}'defn(`_ARG1_'))
_map(` domain_'translit(_ARG1_, `.', `_')` 'defn(`_ARG2_')` -T<TEMP>')
ifdef(`_DOMAINMAP_REGEX_', `', `define(`_DOMAINMAP_REGEX_', `1')_map(
`domainmap_regex regex -a.:NOTDONE: -s1,2 -d_ (.*)[-\.]([^-\.]*)$')')
