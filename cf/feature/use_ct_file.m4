dnl FEATURE(use_ct_file) - trusted users (class t) are also in confCT_FILE.
define(`_USE_CT_FILE_', `1')
