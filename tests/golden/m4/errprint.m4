errprint(`text
', two, `
')errprint()errprint
