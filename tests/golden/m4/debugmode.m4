dnl options: -di
define(`f', `<$1>')traceon(`f')debugmode(`aeqflic')f(1)include(`data/included.txt')debugmode(`z')debugmode(`+z')debugmode(`-fl')f(2)
debugmode(`t')ifdef(`f', f(3))debugmode(`V')len(a)
