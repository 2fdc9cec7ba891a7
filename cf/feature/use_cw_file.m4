dnl FEATURE(use_cw_file) - names of this host (class w) are also in confCW_FILE.
define(`_USE_CW_FILE_', `1')
