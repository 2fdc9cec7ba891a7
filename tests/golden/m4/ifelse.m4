ifelse() ifelse(a) [ifelse(a, a)] ifelse(a, a, yes) ifelse(a, b, yes, no) ifelse(a, b, 1, c, c, 2, 3) ifelse(a, b, 1, c, d, 2, 3)
ifelse(a, b, c, d, e) ifelse(a, b, c, d, e, f) ifelse(a, b, c, d, e, f, g, h) ifelse
define(`f', `ifelse($1, 0, done, `f(decr($1))')')f(20)
ifelse(len(`abc'), 3, `define(`here', `ok')')here
