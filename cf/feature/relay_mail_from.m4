dnl FEATURE(relay_mail_from, domain) - relays for senders with From:address RELAY in the access map; with
dnl the argument, for domains there, too. Easily abused.
ifdef(`_ACCESS_TABLE_', `', `_complain(`*** ERROR: FEATURE(`relay_mail_from') requires FEATURE(`access_db')')')
define(`_RELAY_MAIL_FROM_', `1')
ifelse(_ARG1_, `', `', `define(`_RELAY_MAIL_DOMAIN_', `1')')
_complain(`*** WARNING: FEATURE(`relay_mail_from') may cause your system to act as open
	relay.  Use SMTP AUTH or STARTTLS instead.')
