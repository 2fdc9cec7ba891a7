changequote([, ])define([x], [one])[x] x [[nested]] `x'
changequote([[, ]])[[x]] x [x] [[a[[b]]c]] [[a]b]]
changequote(<!, !>)<!x!> x <!<!x!>!>
changequote(|, |)|x| x ||x||
changequote`x' x
changequote(`', `')`x' changequote(`a', `b', `c')
changequote`'changequote(`((', `))')((x)) x((x)) x(x)
changequote((a)`changequote(b)`x'

changequote(`,')define(`u', `<$@>')dnl
changequote(, x)u(1, 2) changequote(, )u(1, 2) changequote()u(1, 2) changequote(`a, )u(1, 2) changequote`'u(1, 2)
