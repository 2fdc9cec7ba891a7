dnl FEATURE(tls_failures) - replaced by confTLS_FALLBACK_TO_CLEAR, which it sets.
define(`confTLS_FALLBACK_TO_CLEAR', `true')
_complain(`*** ERROR: FEATURE(tls_failures) has been replaced by confTLS_FALLBACK_TO_CLEAR')
