dnl FEATURE(same_domain_only) - one transaction holds recipients of one domain only (mailer flag O).
define(`_smtp_extra_flags_', ifdef(`_smtp_extra_flags_', `defn(`_smtp_extra_flags_')')`O')
define(`_relay_extra_flags_', ifdef(`_relay_extra_flags_', `defn(`_relay_extra_flags_')')`O')
