dnl FEATURE(allmasquerade) - header recipients are masqueraded like senders.
ifdef(`_MAILER_local_', `errprint(`*** MAILER(`local') must appear after FEATURE(`allmasquerade')')')
define(`_ALL_MASQUERADE_', `1')
