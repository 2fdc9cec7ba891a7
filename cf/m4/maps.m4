dnl maps.m4 - K lines of maps that several rulesets share; features add theirs with _map().
dnl Uses: confDEQUOTE_OPTS.

######  Maps

ifdef(`_NO_RESOLVE_', `', `Kresolve host -a<OKR> -T<TEMP>
')dnl
Karith arith
Kdequote dequote`'ifdef(`confDEQUOTE_OPTS', ` confDEQUOTE_OPTS')
ifdef(`_need_macro_map_', `Kmacro macro
')dnl
ifdef(`LUSER_RELAY', `Kuser user -m -a<>
')dnl
ifdef(`_maps_', `_maps_`'')dnl

