dnl FEATURE(preserve_local_plus_detail) - user+detail is given to the local mailer as it is.
define(`_PLUS_DETAIL_KEEP_', `1')
