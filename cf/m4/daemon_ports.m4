dnl daemon_ports.m4 - DaemonPortOptions and ClientPortOptions lines.
dnl Uses: what DAEMON_OPTIONS and CLIENT_OPTIONS gathered; confDAEMON_OPTIONS and confCLIENT_OPTIONS of
dnl old files. Without any DAEMON_OPTIONS there is a daemon called MTA on the SMTP port, and unless
dnl FEATURE(no_default_msa) was given one called MSA on port 587.
ifdef(`confDAEMON_OPTIONS', `_complain(`WARNING: confDAEMON_OPTIONS is no longer valid.
	Use DAEMON_OPTIONS(); see cf/README.')DAEMON_OPTIONS(confDAEMON_OPTIONS)')dnl
ifdef(`confCLIENT_OPTIONS', `_complain(`WARNING: confCLIENT_OPTIONS is no longer valid.  See cf/README for more information.')dnl
CLIENT_OPTIONS(confCLIENT_OPTIONS)')dnl

# where mail is accepted, and from where it is sent
dnl An empty line, so that a blank put before O by mistake is an error and not the end of a comment.

ifdef(`_daemon_ports_', `_daemon_ports_`'', `ifdef(`_default_ports_', `_default_ports_`'', `O DaemonPortOptions=Name=MTA
')')dnl
ifdef(`_NO_MSA_', `', `O DaemonPortOptions=Port=587, Name=MSA, M=E
')dnl
ifdef(`_client_ports_', `_client_ports_`'', `#O ClientPortOptions=Family=inet, Address=0.0.0.0
')dnl
