dnl FEATURE(relay_local_from) - relays for whoever claims a sender in our domain. Easily abused.
define(`_RELAY_LOCAL_FROM_', `1')
_complain(`*** WARNING: FEATURE(`relay_local_from') may cause your system to act as open
	relay.  Use SMTP AUTH or STARTTLS instead. If you cannot use those,
	try FEATURE(`relay_mail_from').')
