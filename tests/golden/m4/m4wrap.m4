m4wrap(`first
')m4wrap(`second __line__ 
')m4wrap(`a', `b', `
')m4wrap(`m4wrap(`nested
')')body
divert(1)diverted
divert
