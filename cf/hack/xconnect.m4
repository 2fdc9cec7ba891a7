dnl xconnect.m4 - HACK(xconnect): proxies that may tell the real client: those whose name, address, domain or net is in the
dnl access map with tag XConnect. Needs FEATURE(access_db).
ifdef(`_ACCESS_TABLE_', `define(`_XCONNECT_', `1')', `_complain(`*** ERROR: HACK(xconnect) requires FEATURE(access_db)')')
