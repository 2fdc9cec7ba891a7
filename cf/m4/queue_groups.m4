dnl queue_groups.m4 - Q lines of QUEUE_GROUP, message precedences and trusted users.
dnl Uses: _queue_groups_, confTRUSTED_USERS, confCT_FILE (use_ct_file).
ifdef(`_queue_groups_', `
######  Queue groups

_queue_groups_`'')dnl

######  Precedences: values of the Precedence header

Pfirst-class=0
Pspecial-delivery=100
Plist=-30
Pbulk=-60
Pjunk=-100

######  Trusted users: may set the sender with -f

Troot
Tdaemon
ifdef(`_NO_UUCP_', `', `Tuucp
')dnl
ifdef(`confTRUSTED_USERS', `T`'confTRUSTED_USERS
')dnl
ifdef(`_USE_CT_FILE_', `Ft`'confCT_FILE
')dnl
