dnl FEATURE(nouucp, reject|nospecial) - "!" in user names means nothing (nospecial), or such addresses are
dnl refused as recipients unless the client may relay (reject).
ifelse(_ARG1_, `', `_complain(`*** ERROR: missing argument for FEATURE(nouucp):
		use `reject' or `nospecial'. See cf/README.')define(`_NO_UUCP_', `1')',
_ARG1_, `reject', `define(`_NO_UUCP_', `1')define(`_NO_UUCP_REJECT_', `1')', _ARG1_, `nospecial', `define(`_NO_UUCP_', `1')',
`_complain(`*** ERROR: illegal argument _ARG_ for FEATURE(nouucp)')')
