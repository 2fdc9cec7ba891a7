dnl FEATURE(blocklist_recipients) - access map entries refuse recipients, too.
ifdef(`_ACCESS_TABLE_', `define(`_BLOCKLIST_RCPT_', `1')',
`_complain(`*** ERROR: FEATURE(blocklist_recipients) requires FEATURE(access_db)')')
