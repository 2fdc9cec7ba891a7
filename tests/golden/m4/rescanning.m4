define(`a', `b')define(`b', `c')a define(`left', `define')left(`x', `made')x
define(`half', `len(')half`'abc) half abc)
define(`comma', `,')len(a comma b) define(`f', `[$1][$2]')f(1 comma 2) f((1, 2), 3) f(  `a' b  , c )
define(`rec', `ifelse($1, 0, , `$1 rec(decr($1))')')rec(10)
foo1_ 1foo `'foo`'define(`foo', `F')foo foo1 1foo foo.foo _foo foo'foo
