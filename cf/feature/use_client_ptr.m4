dnl FEATURE(use_client_ptr) - check_relay looks at the name an address claims (${client_ptr}), even when it
dnl does not resolve back.
define(`_USE_CLIENT_PTR_', `1')
define(`_client_name_', `client_ptr')
