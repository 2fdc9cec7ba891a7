dnl FEATURE(smrsh, path) - programs in aliases and .forward files run in the restricted shell.
dnl Default path: confEBINDIR/smrsh.
define(`LOCAL_SHELL_PATH', ifelse(len(defn(`_ARG1_')), `0', confEBINDIR`/smrsh', `defn(`_ARG1_')'))
_default(`LOCAL_SHELL_ARGS', `smrsh -c $u')
