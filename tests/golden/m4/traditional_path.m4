dnl options: -G -I data
include(`included.txt')sinclude(`included.txt')
