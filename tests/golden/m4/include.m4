include(`data/included.txt')after __file__:__line__
sinclude(`nosuch')include(`nosuch')include()sinclude
define(`inner', `<$1>')include(`data/half.txt')tail)
