dnl FEATURE(blacklist_recipients) - the old name of FEATURE(blocklist_recipients).
_complain(`WARNING: FEATURE(blacklist_recipients) is deprecated; use FEATURE(blocklist_recipients.m4).')
include(_CF_DIR_`'feature/blocklist_recipients.m4)
