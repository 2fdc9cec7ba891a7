divert(1)one
divert(2)two
divert(3)three
divert`'undivert(2, 1)middle
undivert(`data/included.txt')undivert(`nosuch')undivert(-1)undivert(0)undivert(`')
divert(4)undivert(3)four
divert(3)undivert(3)self
divert`'undivert`'end
undivert(` 1')undivert(`1 ')undivert(`-')undivert(`+1')undivert(`1x')
