dnl FEATURE(check_other, regular expression) - clients that talk HTTP or the like are dropped: commands that
dnl match the expression get 421.
define(`_CHECK_OTHER_', `1')
_map(`badcmd regex -m -a<BADCMD> 'ifelse(len(defn(`_ARG1_')), `0', ``^[[:print:]]+ *:'', `defn(`_ARG1_')'))
