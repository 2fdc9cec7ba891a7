define(`x', `one')# x is quoted here
changecom(`/*', `*/')/* x */ x # x
changecom(`;')x ; x
changecom x # x `#' x
changecom(`x')x x
 x
changecom(`', `')# x
changecom(`[', `]')len([,,]) changecom(1,2,3)
changecom(`#')# unfinished
define(`show', `<$1>')changecom(`  ')show( a) show(  b
c)  rest of a comment show(d)
changecom
