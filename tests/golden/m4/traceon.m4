define(`f', `g($1)')define(`g', `[$*]')traceon(`f', `g', `later')f(1, `a b')
traceoff(`g')f(2)debugmode(`aeq')f(3)g
define(`later', `x')later traceon f(`f(4)') traceoff f(5)
debugmode(`+lfxc')traceon(`f')f(6)
debugmode(`-c')f debugmode f(7)
