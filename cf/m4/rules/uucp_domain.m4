dnl uucp_domain.m4 - envelope senders of uucp-dom and uucp-uudom.

# uucp-dom: as SMTP would write it
SEnvFromUD
R: ; < @ >		$@ : ; < @ >
R$+			$: $>EnvFromSMTP $1

# uucp-uudom: the domain in front, as a path
SEnvFromUUD
R: ; < @ >		$@ : ; < @ >
R$+			$: $>EnvFromSMTP $1
R$* < @ $* . >		$1 < @ $2 >
R$* < @ $+ >		$@ $2 ! $1
