translit(`GNUs not Unix', `A-Z') translit(`GNUs not Unix', `a-z', `A-Z') translit(`GNUs not Unix', `A-Z', `z-a') translit(`abc', `a-c-e', `1-9')
translit(`a-b', `-', `_') translit(`a-b', `a-', `12') translit(`a-b', `-a', `12') translit(`aabbcc', `abca', `123x') translit(`abc', `c-a', `A-C')
translit(`abc') translit(`abc', `a', `b', `c') translit(`+,-12345', `+--1-5', `<;>a-c-a') translit(`abc', `', `x') translit(`aaa', `aa', `bc')
translit(`abz', `a-az', `XYZ') translit(`-ab', `---', `123') translit(`abcz', `a-az', `1-1-13')
