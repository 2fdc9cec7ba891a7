dnl xconnect.m4 - HACK(xconnect): proxies that may tell the real client: access map tag XCONNECT. Needs
dnl FEATURE(access_db).
define(`_XCONNECT_', `1')
