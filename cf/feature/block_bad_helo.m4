dnl FEATURE(block_bad_helo) - senders are refused when the client calls itself by one of our names, or by
dnl a name without a dot. Clients we relay for and those that authenticated may.
define(`_BAD_HELO_', `1')
_class(`C{w}[127.0.0.1]')
_class(`C{w}[IPv6:0:0:0:0:0:0:0:1] [IPv6:::1]')
_class(`C{R}127.0.0.1')
_class(`C{R}IPv6:0:0:0:0:0:0:0:1 IPv6:::1')
