dnl FEATURE(prefixmod, prefix, flags) - a prefix of the recipient chooses how it is sent.
ifelse(len(defn(`_ARG1_')), `0', `errprint(`Feature "prefixmod" requires argument')')
ifelse(len(defn(`_ARG2_')), `0', `errprint(`Feature "prefixmod" requires two arguments')')
define(`_need_macro_map_', `1')
define(`_PREFIX_MOD_', defn(`_ARG1_'))
define(`_PREFIX_FLAGS_', defn(`_ARG2_'))
