dnl FEATURE(masquerade_envelope) - envelope senders are masqueraded like header senders.
define(`_MASQUERADE_ENVELOPE_', `1')
