dnl milters.m4 - X lines of MAIL_FILTER and INPUT_MAIL_FILTER, and the options that go with them.
dnl Uses: _milters_, confINPUT_MAIL_FILTERS, confMILTER_LOG_LEVEL, confMILTER_MACROS_*.
dnl The macro lists are only written when there is a filter that could ask for them.

# mail filters
_opt(`InputMailFilters', `confINPUT_MAIL_FILTERS', `')dnl
ifdef(`_milters_', `_opt(`Milter.LogLevel', `confMILTER_LOG_LEVEL', `0')dnl
_opt(`Milter.macros.connect', `confMILTER_MACROS_CONNECT', `')dnl
_opt(`Milter.macros.helo', `confMILTER_MACROS_HELO', `')dnl
_opt(`Milter.macros.envfrom', `confMILTER_MACROS_ENVFROM', `')dnl
_opt(`Milter.macros.envrcpt', `confMILTER_MACROS_ENVRCPT', `')dnl
_opt(`Milter.macros.data', `confMILTER_MACROS_DATA', `')dnl
_opt(`Milter.macros.eoh', `confMILTER_MACROS_EOH', `')dnl
_opt(`Milter.macros.eom', `confMILTER_MACROS_EOM', `')dnl
')dnl
