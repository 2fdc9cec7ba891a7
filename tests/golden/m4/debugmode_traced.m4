dnl options: -t debugmode -t debugfile
debugmode debugmode(`aeq')|debugmode(`+t')debugmode(`x!')debugmode(`-e', b)debugmode(`aeqtc')len(x)debugmode
debugmode(`t')debugmode(`V')debugmode
debugfile()debugfile
