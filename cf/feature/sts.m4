dnl FEATURE(sts, map, NO_SAN_TST) - MTA-STS (RFC 8461): a policy server, asked through the map, says which servers
dnl a domain has and that they need verified certificates; NO_SAN_TST: their alternative names are not
dnl looked at. Default map: socket -d5 -T<TMPF> inet:5461@127.0.0.1.
define(`_STS_', `1')
_map(`sts 'ifelse(len(defn(`_ARG1_')), `0', ``socket -d5 -T<TMPF> inet:5461@127.0.0.1'', `defn(`_ARG1_')'))
_map(`stsxsni regex -a: -s3 (.*)(servername=)(.*)')
_map(`stsxsni2 regex -a: -s2 (.*)(servername=.*)')
_map(`stsxmatch regex -a: -s2 (match=)(.*)')
_map(`stsxnodaneflag regex -a@ -s3 (.*)(flags=)([^;]*d)(.*)')
_feature_option(`StrictTransportSecurity=true')
ifelse(_ARG2_, `NO_SAN_TST', `', `define(`_STS_SAN_', `1')_feature_option(`SetCertAltnames=true')')
define(`_need_macro_map_', `1')
