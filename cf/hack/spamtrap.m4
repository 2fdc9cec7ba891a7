dnl spamtrap.m4 - HACK(spamtrap): who writes to an address with To:address TRAP in the access map is refused.
dnl Needs FEATURE(access_db) and FEATURE(blocklist_recipients); TRAP is answered like any unknown value.
define(`_need_macro_map_', `1')
