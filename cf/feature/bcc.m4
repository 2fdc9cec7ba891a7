dnl FEATURE(bcc, map|access, address, template, canonify map) - adds a blind copy: the map gives an address
dnl for a recipient domain. "access": access map with tag bcc.
define(`_BCC_', `1')
ifelse(_ARG1_, `access', `ifdef(`_ACCESS_TABLE_', `define(`_BCC_ACCESS_', `1')',
`_complain(`*** ERROR: FEATURE(`bcc') requires FEATURE(`access_db')')')', `_feature_map(`bcctable', `bcctable')')
ifelse(len(defn(`_ARG2_')), `0', `', `_macro(`DA'defn(`_ARG2_'))')
define(`_BCC_TEMPLATE_', defn(`_ARG3_'))
_feature_option(`AddBcc=true')
