dnl virthost_by_ip.m4 - HACK(virthost_by_ip): each address of this host greets with its own name.
define(`confSMTP_LOGIN_MSG', `$?{if_name}${if_name}$|$j$. Sendmail $v/$Z; $b')
