dnl FEATURE(require_rdns) - clients need a name that resolves back to their address, unless the access map
dnl or class R lets them in.
define(`_REQUIRE_RDNS_', `1')
divert(8)dnl
_own_rules(`include(_CF_DIR_`'m4/rules/require_rdns.m4)')dnl
divert(-1)
