define(`greeting', `Hello $1, $2!')greeting(`world', `again')
define(`a', `first')a(define(`a', `second'))a
define(`all', ``$0'/$#/$*/$@/$1$2$10')all(1,`x,y',3,4,5,6,7,8,9,ten)
define(`empty')[empty] [define(`only', )only]
define(`len2', defn(`len'))len2(`abc') define(defn(`len'), x)
define(`shadow', `1')pushdef(`shadow', `2')define(`shadow', `3')shadow popdef(`shadow')shadow
define(`quoted', ``$1'')quoted(`define') define
define(`nest', `define(`$1', `[$'`1]')')nest(`made')made(x)
define(`$#x', `odd name')indir(`$#x')
define(`many', 1, 2, 3)many
