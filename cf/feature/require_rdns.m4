dnl FEATURE(require_rdns) - clients need a name that resolves back to their address, unless the access map
dnl or class R lets them in.
define(`_REQUIRE_RDNS_', `1')
