dnl unknown.m4 - OSTYPE(unknown): no system in particular.
dnl What differs there: paths, programs and their arguments. A .mc file may define any of it before.
errprint(`*** ERROR: You have not specified a valid operating system type.	Use the OSTYPE macro to select a valid system type.  This	is necessary in order to get the proper pathnames and flags	appropriate for your environment.')
