dnl options: -L 4
len(len(len(len(a))))
len(len(len(len(len(a)))))
