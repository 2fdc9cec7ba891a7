dnl FEATURE(access_db, map, skip, lookupdotdomain, relaytofulladdress) - the access map: who may
dnl connect, send and be sent to. Default map: hash -T<TMPF> /etc/mail/access. The other arguments may
dnl come in any order: SKIP entries end a search; .domain keys count; To:user@domain RELAY is enough.
define(`_ACCESS_TABLE_', `1')
define(`_need_macro_map_', `1')
define(`_access_word', `ifelse(lower(substr(`$1', 0, 1)), `s', `define(`_ACCESS_SKIP_', `1')',
lower(substr(`$1', 0, 1)), `l', `define(`_LOOKUP_DOT_', `1')',
lower(substr(`$1', 0, 1)), `r', `define(`_RELAY_FULL_ADDR_', `1')')')
_access_word(defn(`_ARG2_'))_access_word(defn(`_ARG3_'))_access_word(defn(`_ARG4_'))
ifelse(len(defn(`_ARG1_')), `0', `', index(defn(`_ARG1_'), `-T<TMPF>'), `-1', `_complain(
`*** WARNING: missing -T<TMPF> in argument of FEATURE(`access_db', '_ARG1_`)')define(`_ARG1_', patsubst(
defn(`_ARG1_'), `^ *\([^ ]*\)', `\1 -T<TMPF>'))')
_feature_map(`access', `access', ` -T<TMPF>')
