dnl FEATURE(bestmx_is_local, domains) - mail for a host is local when we are its best MX; only hosts in
dnl the given domains are asked about (default: all).
define(`_BESTMX_', ifelse(len(defn(`_ARG1_')), `0', `1', `2'))
_map(`bestmx bestmx')
ifelse(len(defn(`_ARG1_')), `0', `', `_class(`CB'defn(`_ARG1_'))')
