before dnl after
dnl(a, b) excess
define(`x', `dnl')x gone
last dnl without newline