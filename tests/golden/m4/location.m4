__file__:__line__ define(`w', `__file__:__line__')w
w(
) include(`data/included.txt') w
define(`multi', `__line__
__line__')multi
__program__ ifdef(`__gnu__', gnu) ifdef(`__unix__', unix) __line__(x) __file__(x)
len(
eval(`1+')
)
