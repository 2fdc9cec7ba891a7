dnl FEATURE(badmx, regular expression) - senders are refused whose domain has an MX that cannot be one: an
dnl address instead of a name, or a host whose address matches the expression (default: loopback,
dnl 10.x and 0.0.0.0).
define(`_BADMX_', `1')
_map(`badmx regex -a<BADMX> ^(([0-9]{1,3}\.){3}[0-9]){0,1}\.$')
_map(`BadMXIP regex -a<BADMXIP> 'ifelse(len(defn(`_ARG1_')), `0', ``^(127\.|10\.|0\.0\.0\.0)'', `defn(`_ARG1_')'))
_map(`mxlist bestmx -z: -T<TEMP>')
_map(`dnsA dns -R A -a. -T<TEMP>')
