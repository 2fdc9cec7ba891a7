dnl FEATURE(prefixmod, prefix, flags) - recipients that begin with the prefix, which has to end in an
dnl operator character, lose it, and the flags go to ${rcpt_flags}.
ifelse(len(defn(`_ARG1_')), `0', `errprint(`Feature "prefixmod" requires argument')')
ifelse(len(defn(`_ARG2_')), `0', `errprint(`Feature "prefixmod" requires two arguments')')
define(`_need_macro_map_', `1')
ifelse(len(defn(`_ARG1_')), `0', `', `define(`_PREFIX_MOD_', defn(`_ARG1_'))')
ifelse(len(defn(`_ARG2_')), `0', `', `define(`_PREFIX_FLAGS_', defn(`_ARG2_'))')
