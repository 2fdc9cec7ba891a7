dnl FEATURE(tls_session_features) - TLS options per peer: access map tags TLS_Srv_Features and
dnl TLS_Clt_Features.
define(`_TLS_SESSION_FEATURES_', `1')
