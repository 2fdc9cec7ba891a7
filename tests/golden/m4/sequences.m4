dnl options: --warn-macro-sequence
define(`a', `${1}')define(`b', `$10 $1 ${x}')define(`c', `$1')
