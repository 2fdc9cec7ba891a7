define(`q', `[$@]')q(shift(a, `b c', ``d'')) shift() shift(a) shift q(shift(shift(1,2,3,4)))
define(`reverse', `ifelse($#, 0, , $#, 1, ``$1'', `reverse(shift($@)), `$1'')')reverse(1, 2, 3, `4,5')
