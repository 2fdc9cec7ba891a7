len() len(`abc') len(`a`b'c') len len(a, b)
