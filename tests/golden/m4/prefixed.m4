dnl options: -P
define(`x', 1) m4_define(`x', `2')x m4_len(abc) len(abc) m4_ifdef(`m4___gnu__', gnu)
