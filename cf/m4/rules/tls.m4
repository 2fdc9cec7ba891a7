dnl tls.m4 - what TLS has to achieve, and features chosen per peer.
dnl Offers: tls_client, tls_server, tls_rcpt, try_tls, srv_features, clt_features, authinfo, RelayTLS,
dnl TLS_connection; tls_srv_features and tls_clt_features with FEATURE(tls_session_features).
dnl Uses: the access map with tags TLS_Clt, TLS_Srv, TLS_Rcpt, Try_TLS, Srv_Features, Clt_Features,
dnl AuthInfo, CERTIssuer, CERTSubject; LOCAL_TLS_*, LOCAL_TRY_TLS, LOCAL_SRV_FEATURES and so on.
dnl Requirements: [PERM+|TEMP+] VERIFY[:bits] or ENCR:bits, then +CN[:name], ++CS:subject, ++CI:issuer,
dnl ++CITag:tag.

dnl _ask(macro of the name, macro of the address, tag), _local(ruleset): see ask.m4 and local_hook.m4
dnl A fourth argument of _ask names what to answer when the map is out of order.
define(`_ask_later_', ``$'#error `$'@ 4.3.0 `$': "451 Temporary system failure. Please try again later."')dnl
define(`_ask_temp_', ``$'#temp')dnl
define(`_ask', `define(`_ask_name_', `$1')define(`_ask_addr_', `$2')define(`_ask_tag_', `$3')define(`_ask_failed_',
ifelse(`$4', `', `defn(`_ask_later_')', `defn(`$4')'))include(_CF_DIR_`'m4/rules/ask.m4)')dnl
define(`_local', `define(`_hook_', `$1')include(_CF_DIR_`'m4/rules/local_hook.m4)')dnl
ifdef(`_ACCESS_TABLE_', `define(`_TLS_DEMANDS_', `1')')ifdef(`_STS_', `define(`_TLS_DEMANDS_', `1')')dnl
######  TLS_connection: ${verify} $| < requirement >

STLS_connection
ifdef(`_TLS_DEMANDS_', `R$* $| < $={Tls} $* >	$: < 454 > < 4.7.0 > $1 $| $2 $3
R$* $| < PERM + $* >	$: < 503 > < 5.7.0 > $1 $| $2
R$* $| < TEMP + $* >	$: < 403 > < 4.7.0 > $1 $| $2
')dnl
# whatever is required, a broken session is no session
RSOFTWARE $| $*		$#error $@ 4.7.0 $: "454 TLS handshake failed."
RPROTOCOL $| $*		$#error $@ 4.7.0 $: "454 STARTTLS failed."
RCONFIG $| $*		$#error $@ 4.7.0 $: "454 STARTTLS temporarily not possible."
RDANE_FAIL $| $*	$#error $@ 4.7.0 $: "454 DANE check failed."
RDANE_TEMP $| $*	$#error $@ 4.7.0 $: "454 DANE check failed temporarily."
RDANE_NOTLS $| $*	$#error $@ 4.7.0 $: "454 DANE: missing STARTTLS"
ifdef(`_TLS_DEMANDS_', `R< $- > < $+ > SOFTWARE $| $*	$#error $@ $2 $: $1 " TLS handshake failed."
R< $- > < $+ > PROTOCOL $| $*	$#error $@ $2 $: $1 " STARTTLS failed."
R< $- > < $+ > CONFIG $| $*	$#error $@ $2 $: $1 " STARTTLS temporarily not possible."
R< $- > < $+ > DANE_FAIL $| $*	$#error $@ $2 $: $1 " DANE check failed."
R< $- > < $+ > DANE_TEMP $| $*	$#error $@ $2 $: $1 " DANE check failed temporarily."
R< $- > < $+ > DANE_NOTLS $| $*	$#error $@ $2 $: $1 " DANE: missing STARTTLS"

# kind < bits > < conditions on the certificate >
R< $- > < $+ > $* $| $={Tls} : $- + $*	$: < $1 > < $2 > $3 $| $4 < $5 > < $6 >
R< $- > < $+ > $* $| $={Tls} : $-	$: < $1 > < $2 > $3 $| $4 < $5 > < >
R< $- > < $+ > $* $| $={Tls} + $*	$: < $1 > < $2 > $3 $| $4 < 0 > < $5 >
R< $- > < $+ > $* $| $={Tls}		$: < $1 > < $2 > $3 $| $4 < 0 > < >
R< $- > < $+ > $={TlsVerified} $| VERIFY < $* > < $* >	$: < $1 > < $2 > $3 $| ENCR < $4 > < $5 >
R< $- > < $+ > NO $| VERIFY $*		$#error $@ $2 $: $1 " not authenticated"
R< $- > < $+ > NOT $| VERIFY $*		$#error $@ $2 $: $1 " no authentication requested"
R< $- > < $+ > NONE $| VERIFY $*	$#error $@ $2 $: $1 " other side does not support STARTTLS"
R< $- > < $+ > FAIL $| VERIFY $*	$#error $@ $2 $: $1 " authentication failed"
R< $- > < $+ > CLEAR $| VERIFY $*	$#error $@ $2 $: $1 " STARTTLS disabled locally"
R< $- > < $+ > $| VERIFY $*		$#error $@ $2 $: $1 " authentication required"
R< $- > < $+ > $* $| VERIFY < $* > < $* >	$#error $@ $2 $: $1 " authentication failure " $5
R< $- > < $+ > $* $| ENCR < $* > < $* >	$: < $1 > < $2 > < $4 > < $5 > $>84 $&{cipher_bits} : $&{auth_ssf}
R< $- > < $+ > < $* > < $* > $-		$: < $1 > < $2 > < $3 > < $4 > < $5 > $(arith l $@ $5 $@ $3 $)
R< $- > < $+ > < $* > < $* > < $- > TRUE	$#error $@ $2 $: $1 " encryption too weak " $5 " less than " $3
R< $- > < $+ > < $* > < $* > $*		$@ $>85 < $1 > < $2 > $4

######  84: the larger of a : b

S84
R:			$@ 0
R$- :			$@ $1
R: $-			$@ $1
R$- : $-		$: $(arith l $@ $1 $@ $2 $) : $1 : $2
RTRUE : $- : $-		$@ $2
R$- : $- : $-		$@ $2

######  85: conditions on the certificate, one after the other

S85
R< $- > < $+ >			$@ OK
R< $- > < $+ > + $*		$@ $>85 < $1 > < $2 > $3
R< $- > < $+ > $+		$: < $1 > < $2 > ! $3
R< $- > < $+ > ! $+ + + $*	$: < $1 > < $2 > < $3 > $4
R< $- > < $+ > ! $+		$: < $1 > < $2 > < $3 >
R< $- > < $+ > < CN > $*	$: < $1 > < $2 > < CN : $&{TLS_Name} > $3
R< $- > < $+ > < CN : $&{cn_subject} > $*	$@ $>85 < $1 > < $2 > $3
ifdef(`_CERT_ALTNAMES_', `R< $- > < $+ > < CN : $={cert_altnames} > $*	$@ $>85 < $1 > < $2 > $4
R< $- > < $+ > < CN : $- . $+ > $*	$: < $1 > < $2 > < CN : * . $4 > $5
R< $- > < $+ > < CN : $={cert_altnames} > $*	$@ $>85 < $1 > < $2 > $4
R< $- > < $+ > < CN : $+ > $*	$: < $1 > < $2 > < CN : $&{TLS_Name} > $4
')dnl
R< $- > < $+ > < CN : $+ > $*	$#error $@ $2 $: $1 " CN " $&{cn_subject} " does not match " $3
R< $- > < $+ > < CS : $&{cert_subject} > $*	$@ $>85 < $1 > < $2 > $3
R< $- > < $+ > < CS : $+ > $*	$#error $@ $2 $: $1 " Cert Subject " $&{cert_subject} " does not match " $3
R< $- > < $+ > < CI : $&{cert_issuer} > $*	$@ $>85 < $1 > < $2 > $3
R< $- > < $+ > < CI : $+ > $*	$#error $@ $2 $: $1 " Cert Issuer " $&{cert_issuer} " does not match " $3
ifdef(`_ACCESS_TABLE_', `R< $- > < $+ > < CITag : $- > $*	$: < $1 > < $2 > < $(access $3_TAG_DELIM_$&{cert_issuer} $: ? $) > < $3 > $4
R< $- > < $+ > < ? > < $- > $*	$#error $@ $2 $: $1 " Cert Issuer " $&{cert_issuer} " not acceptable"
R< $- > < $+ > < $* > < $- > $*	$@ $>85 < $1 > < $2 > $5
')dnl
R< $- > < $+ > < $* > $*	$@ $>85 < $1 > < $2 > $4
')dnl

######  tls_client: a client after STARTTLS (and at MAIL): ${verify} $| MAIL or STARTTLS

Stls_client
R$* $| $*		$: $1
ifdef(`_LOCAL_TLS_CLIENT_', `_local(`Local_tls_client')')dnl
ifdef(`_ACCESS_TABLE_', `R$*			$: $(macro {TLS_Name} $@ $&{client_name} $) $1
_ask(`client_name', `client_addr', `TLS_Clt')dnl
R$* $| < $* > $*	$@ $>TLS_connection $1 $| < $2 >
', `R$*			$@ $>TLS_connection $1 $| < ? >
')dnl

######  tls_server: a server after STARTTLS: ${verify}

Stls_server
ifdef(`_LOCAL_TLS_SERVER_', `_local(`Local_tls_server')')dnl
ifdef(`_STS_', `_local(`STSSecure')')dnl
ifdef(`_ACCESS_TABLE_', `R$*			$: $(macro {TLS_Name} $@ $&{server_name} $) $1
_ask(`server_name', `server_addr', `TLS_Srv')dnl
R$* $| < $* > $*	$@ $>TLS_connection $1 $| < $2 >
', `R$*			$@ $>TLS_connection $1 $| < ? >
')dnl

######  tls_rcpt: a recipient, before it is sent to a server

Stls_rcpt
ifdef(`_LOCAL_TLS_RCPT_', `_local(`Local_tls_rcpt')')dnl
ifdef(`_STS_', `_local(`STSHost')')dnl
ifdef(`_ACCESS_TABLE_', `R$*			$: $(macro {TLS_Name} $@ $&{server_name} $) $1
R$+			$: < ? > $>CanonAddr $1
R< ? > $+ < @ $+ . >	$: < ? > $1 < @ $2 >
R< ? > $+ < @ $+ >	$: $1 < @ $2 > $| $>SearchList < ! TLS_Rcpt > $| < F:$1@$2 > < U:$1@ > < D:$2 > < >
R< ? > $+		$: $1 $| $>SearchList < ! TLS_Rcpt > $| < U:$1@ > < >
R$* $| < ? >		$: $1 $| < $(access TLS_Rcpt`'_TAG_DELIM_ $: ? $) >
R$* $| < $* < TMPF > >	$#error $@ 4.3.0 $: "451 Temporary system failure. Please try again later."
R$* $| < ? >		$@ OK
R$* $| < $+ >		$@ $>TLS_connection $&{verify} $| < $2 >
')dnl

######  try_tls: shall STARTTLS be used with this server?

Stry_tls
ifdef(`_LOCAL_TRY_TLS_', `_local(`Local_try_tls')')dnl
ifdef(`_ACCESS_TABLE_', `_ask(`server_name', `server_addr', `Try_TLS')dnl
R$* $| < NO > $*	$#error $@ 5.7.1 $: "550 do not try TLS with " $&{server_name} " [" $&{server_addr} "]"
')dnl

######  srv_features: what this client is offered

Ssrv_features
ifdef(`_LOCAL_SRV_FEATURES_', `_local(`Local_srv_features')')dnl
ifdef(`_ACCESS_TABLE_', `_ask(`client_name', `client_addr', `Srv_Features', `_ask_temp_')dnl
R$* $| < ? > $*		$@ OK
R$* $| < $+ > $*	$#$2
')dnl

######  clt_features: what is asked of this server

Sclt_features
ifdef(`_LOCAL_CLT_FEATURES_', `_local(`Local_clt_features')')dnl
ifdef(`_ACCESS_TABLE_', `_ask(`server_name', `server_addr', `Clt_Features', `_ask_temp_')dnl
# sendmail 8.17 asked for the client that sent the message
R$* $| < ? > $*		$: $1
_ask(`client_name', `client_addr', `Clt_Features', `_ask_temp_')dnl
R$* $| < ? > $*		$@ OK
R$* $| < $+ > $*	$#$2
')dnl
include(_CF_DIR_`'m4/rules/authinfo.m4)dnl

ifdef(`_STS_', `include(_CF_DIR_`'m4/rules/sts_sets.m4)')dnl
######  RelayTLS: a client with one of our certificates may relay

SRelayTLS
ifdef(`_ACCESS_TABLE_', `R$*			$: $&{verify}
R$={TlsVerified}	$: < : $&{cert_issuer} >
R< : $+ >		$: < $(access CERTIssuer`'_TAG_DELIM_$1 $: ? $) >
R< RELAY >		$#RELAY
R< SUBJECT >		$: < : $&{cert_subject} >
R< : $+ >		$: < $(access CERTSubject`'_TAG_DELIM_$1 $: ? $) >
R< RELAY >		$#RELAY
')dnl
