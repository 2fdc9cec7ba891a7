divert(-1)changecom
dnl cf.m4 - what every sendmail.mc includes first (or m4 reads before it).
dnl Offers: the vocabulary of a configuration (OSTYPE, FEATURE, MAILER, DAEMON_OPTIONS ...) and the
dnl defaults of the conf* variables; after the last line of the .mc file it writes the sendmail.cf.
dnl Uses: _CF_DIR_, the directory of the library with a trailing slash. It is found from this
dnl file's own name; say m4 -D_CF_DIR_=/path/ with an m4 that cannot tell file names.
dnl Invariant: m4 comments are switched off from here on, for "#" is plain text in a sendmail.cf.

ifdef(`_CF_DIR_', `', `ifelse(
	__file__, `__file__', `define(`_CF_DIR_', `../')',
	__file__, `cf.m4', `define(`_CF_DIR_', `../')',
	`define(`_CF_DIR_', patsubst(__file__, `m4/cf\.m4$', `'))')')

include(_CF_DIR_`'m4/origin.m4)
include(_CF_DIR_`'m4/vocabulary.m4)
include(_CF_DIR_`'m4/local_sections.m4)
include(_CF_DIR_`'m4/conf_defaults.m4)

m4wrap(`include(_CF_DIR_`'m4/assemble.m4)')
divert(0)dnl
