dnl options: -s
define(`two', `first
second')dnl
text
two and
two
`quoted
text' # comment
include(`data/included.txt')after
divert(1)diverted
two
divert
last two
divert
`'
undivert(`data/included.txt')dnl
x
