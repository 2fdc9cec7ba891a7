__line__ define(`f', `__line__ __line__
__line__')f
f __line__(x) len(
__line__
)ifelse(
a, __line__, x, __line__) include(`data/included.txt')__line__ m4wrap(`__line__
')
