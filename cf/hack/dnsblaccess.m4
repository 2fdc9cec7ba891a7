dnl dnsblaccess.m4 - HACK(dnsblaccess, zone, message, temporary message|t): a DNS block list, as
dnl FEATURE(enhdnsbl); clients with Connect:... OK in the access map are exempt.
ifdef(`_ACCESS_TABLE_', `', `_complain(`*** ERROR: dnsblaccess requires FEATURE(`access_db')')')
FEATURE(`enhdnsbl', defn(`_ARG1_'), defn(`_ARG2_'), defn(`_ARG3_'))
