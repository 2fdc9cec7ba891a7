regexp(`GNUs not Unix', `\<[a-z]\w+') regexp(`GNUs not Unix', `\<Q\w*') regexp(`GNUs not Unix', `\w\(\w+\)$', `*** \& *** \1 ***') regexp(`abc', `b', `')
regexp(`abc', `\(b\)', `\0\2\x\') regexp(`abc') regexp(abc, b, c, d) regexp(`abcd', `ab\|abcd', `<\&>') regexp(`a(b)', `(b)') regexp(`aab', `a+b')
regexp(`x', `\(') regexp(`x', `[') regexp(`x', `\)') regexp(`x', `a\') regexp(`x', `\1') regexp(`*a', `*a') regexp(`a{2}', `a{2}') regexp(`ab]', `[[:alpha:]]')
regexp(`a
b', `^b') regexp(`a
b', `a.b') regexp(`a
b', `a[^x]b') regexp(`ab', `b\'') regexp(`abab', `\(ab\)\1') regexp(`a^b$c', `a^b$c') regexp(`', `') regexp

regexp(`c+', `\b+') regexp(`c*c', `c\b*') regexp(`a**b', `a\>**b') regexp(`xa+b', `\(^*a\)') regexp(`ab', `a\B*b') regexp(`', `[^') regexp(`', `[')
regexp(`abc', `b', `\0') regexp(`abc', `b', `\0\0') patsubst(`abc', `', `\0')
regexp(`', `\(\)\|\1') regexp(`aa', `\(a\)\(\1\|b\1\)') regexp(`aab', `\(\(a\)\|b\)\2') regexp(`a', `\(\(a\)\|\2\)') regexp(`xx', `\(x\)\|y\(\1\)')
