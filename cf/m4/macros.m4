dnl macros.m4 - one-letter macros that name hosts.
dnl Uses: SMART_HOST, MAIL_HUB, LOCAL_RELAY, LUSER_RELAY, UUCP_RELAY, BITNET_RELAY, DECNET_RELAY,
dnl FAX_RELAY, MASQUERADE_NAME, confDOMAIN_NAME, confLDAP_CLUSTER.
ifdef(`confDOMAIN_NAME', `
# my official domain name
Dj`'confDOMAIN_NAME
')dnl
ifdef(`confLDAP_CLUSTER', `
# cluster name in LDAP schemas
D{sendmailMTACluster}`'confLDAP_CLUSTER
')dnl

# S: smart host, gets everything that is not local (may be empty)
DS`'ifdef(`SMART_HOST', `SMART_HOST')
ifdef(`UUCP_RELAY', `# Y: relay for .UUCP
DY`'UUCP_RELAY
')dnl
ifdef(`BITNET_RELAY', `# B: relay for .BITNET
DB`'BITNET_RELAY
')dnl
ifdef(`DECNET_RELAY', `# C: relay for .DECNET
DC`'DECNET_RELAY
')dnl
ifdef(`FAX_RELAY', `# F: relay for .FAX
DF`'FAX_RELAY
')dnl
ifdef(`LUSER_RELAY', `# L: relay for names nobody has here
DL`'LUSER_RELAY
')dnl
ifdef(`MAIL_HUB', `# H: holds the mailboxes of this domain
DH`'MAIL_HUB
')dnl
ifdef(`LOCAL_RELAY', `# R: gets names without a domain
DR`'LOCAL_RELAY
')dnl
ifdef(`MASQUERADE_NAME', `# M: what senders are made to look like
DM`'MASQUERADE_NAME
')dnl
ifdef(`_macros_', `_macros_`'')dnl
