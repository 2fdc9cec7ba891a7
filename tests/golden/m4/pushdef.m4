pushdef(`x', 1)pushdef(`x', 2)x popdef(`x')x popdef(`x')x
pushdef(`y', defn(`len'))y(abcd)popdef(`y', `y', `nosuch')y
define(`loop', `ifelse($1, 0, , `pushdef(`s', $1)loop(decr($1))')')loop(5)s popdef(`s')s popdef(`s', `s', `s')s
