dnl options: -Da -Db=1=2 -D define=x -Ulen
[a] b define(`x') len(abc)
