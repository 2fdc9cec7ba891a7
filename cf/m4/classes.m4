dnl classes.m4 - classes every configuration has.
dnl Uses: confCW_FILE (use_cw_file), confCR_FILE, the pseudo domains gathered by _pseudo().

######  Classes and macros of this host

# class w: names under which mail for this host arrives
Cwlocalhost
ifdef(`_USE_CW_FILE_', `Fw`'confCW_FILE
')dnl

# class P: top-level names that no name server knows
CP.`'ifdef(`_pseudo_', `_pseudo_')
# class O: characters that make an address out of a user name
CO @`'ifdef(`_NO_PERCENTHACK_', `', ` %')`'ifdef(`_NO_UUCP_', `', ` !')
# names that rules want to compare with: a dot and a bracket
C..
C[[

# class R: clients and domains we relay for
FR`'confCR_FILE
C{ResOk}OKR
ifdef(`_ACCESS_TABLE_', `
# words of the access map
C{Accept}OK RELAY
C{Src}E D F U`'ifdef(`_SRC_ADDRESS_', ` A')
')dnl
ifelse(ifdef(`_ACCESS_TABLE_', `1')ifdef(`_STS_', `1'), `', `', `C{Tls}VERIFY ENCR
C{TlsVerified}OK TRUSTED
')dnl
ifdef(`_BLOCKLIST_RCPT_', `ifdef(`_SPAM_WORDS_', `C{SpamTag}SPAMFRIEND SPAMHATER
')')dnl
ifdef(`_classes_', `_classes_`'')dnl
