patsubst(`GNUs not Unix', `^', `OBS: ') patsubst(`GNUs not Unix', `\<', `OBS: ') patsubst(`GNUs not Unix', `\w*', `(\&)') patsubst(`GNUs not Unix', `\w+', `(\&)')
patsubst(`GNUs not Unix', `[A-Z][a-z]+') patsubst(`abc', `x*', `-') patsubst(`abc', `b*', `-') patsubst(`aXbXX', `X', `') patsubst(`a.b.c', `\.', `/')
patsubst(`a
b
', `$', `;') patsubst(`abc') patsubst(`abc', `\(') patsubst(a, b, c, d) patsubst(`aba', `a', `\\') patsubst(`foo', `\(o\)\(x\)?', `[\1\2]') patsubst
traceon(`patsubst')debugmode(`aeq')patsubst(`', `x')patsubst(`a', `a')patsubst(`a')patsubst(`a', `[')
traceoff(`patsubst')patsubst(`', `x')traceon(`define')define()
