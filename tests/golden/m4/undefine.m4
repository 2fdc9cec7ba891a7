define(`a', 1)define(`b', 2)undefine(`a', `b', `nosuch')a b
pushdef(`c', 1)pushdef(`c', 2)undefine(`c')c
define(`f', `alive')f(undefine(`f'))f
undefine(`define')define(`x', 1)x
