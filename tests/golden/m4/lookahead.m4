dnl options: -dip
define(`half', `<$1>')include(`data/half.txt')(x) include(`data/half.txt')
