__file__ define(`f', `__file__')f include(`data/included.txt')__file__ __file__() __file__(x) len(__file__) m4wrap(`__file__
')ifelse(
__file__, x, y)
