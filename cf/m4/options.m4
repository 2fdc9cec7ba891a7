dnl options.m4 - the O lines, in the order administrators know.
dnl Offers: every option of sendmail. One with a value (a conf* variable of the .mc file, or a default
dnl of the library) is written as "O Name=value", the others as a comment "#O Name=default" that can be
dnl edited in the .cf by hand.
dnl Invariant: OperatorChars is written before the first rule is read.

# how messages are read
_opt(`SevenBitInput', `confSEVEN_BIT_INPUT', `False')dnl
_opt(`EightBitMode', `confEIGHT_BIT_HANDLING', `pass8')dnl
_opt(`AliasWait', `confALIAS_WAIT', `5m')dnl
ifdef(`_NO_ALIASES_', `#O AliasFile=ALIAS_FILE', `O AliasFile=ALIAS_FILE')
_opt(`MinFreeBlocks', `confMIN_FREE_BLOCKS', `100')dnl
_opt(`MaxMessageSize', `confMAX_MESSAGE_SIZE', `0')dnl
_opt(`BlankSub', `confBLANK_SUB', `_')dnl
_opt(`HoldExpensive', `confCON_EXPENSIVE', `False')dnl
_opt(`CheckpointInterval', `confCHECKPOINT_INTERVAL', `10')dnl

# delivery and error reports
_opt(`DeliveryMode', `confDELIVERY_MODE', `background')dnl
_opt(`ErrorHeader', `confERROR_MESSAGE', `MAIL_SETTINGS_DIR`'error-header')dnl
_opt(`ErrorMode', `confERROR_MODE', `print')dnl
_opt(`SaveFromLine', `confSAVE_FROM_LINES', `False')dnl

# files
_opt(`QueueFileMode', `confQUEUE_FILE_MODE', `0600')dnl
_opt(`TempFileMode', `confTEMP_FILE_MODE', `0600')dnl
_opt(`MatchGECOS', `confMATCH_GECOS', `False')dnl
_opt(`MaxHopCount', `confMAX_HOP', `25')dnl
_opt(`IgnoreDots', `confIGNORE_DOTS', `False')dnl
O HelpFile=HELP_FILE
_opt(`ResolverOptions', `confBIND_OPTS', `+AAONLY')dnl
_opt(`SendMimeErrors', `confMIME_FORMAT_ERRORS', `True')dnl
_opt(`ForwardPath', `confFORWARD_PATH', `/var/forward/$u:$z/.forward.$w:$z/.forward')dnl

# outgoing connections
_opt(`ConnectionCacheSize', `confMCI_CACHE_SIZE', `2')dnl
_opt(`ConnectionCacheTimeout', `confMCI_CACHE_TIMEOUT', `5m')dnl
_opt(`HostStatusDirectory', `confHOST_STATUS_DIRECTORY', `.hoststat')dnl
_opt(`SingleThreadDelivery', `confSINGLE_THREAD_DELIVERY', `False')dnl
_opt(`UseErrorsTo', `confUSE_ERRORS_TO', `False')dnl

# logging, aliases, privacy
_opt(`LogLevel', `confLOG_LEVEL', `10')dnl
_opt(`MeToo', `confME_TOO', `True')dnl
_opt(`CheckAliases', `confCHECK_ALIASES', `False')dnl
_opt(`OldStyleHeaders', `confOLD_STYLE_HEADERS', `False')dnl
include(_CF_DIR_`'m4/daemon_ports.m4)dnl
_opt(`DirectSubmissionModifiers', `confDIRECT_SUBMISSION_MODIFIERS', `')dnl
_opt(`UseMSP', `confUSE_MSP', `')dnl
_opt(`PrivacyOptions', `confPRIVACY_FLAGS', `authwarnings')dnl
_opt(`PostmasterCopy', `confCOPY_ERRORS_TO', `Postmaster')dnl

# queue
_opt(`QueueFactor', `confQUEUE_FACTOR', `600000')dnl
O QueueDirectory=QUEUE_DIR
_opt(`MaxQueueChildren', `confMAX_QUEUE_CHILDREN', `')dnl
_opt(`MaxRunnersPerQueue', `confMAX_RUNNERS_PER_QUEUE', `1')dnl
_opt(`NiceQueueRun', `confNICE_QUEUE_RUN', `')dnl
_opt(`QueueSortOrder', `confQUEUE_SORT_ORDER', `priority')dnl
_opt(`MinQueueAge', `confMIN_QUEUE_AGE', `30m')dnl
_opt(`MaxQueueAge', `confMAX_QUEUE_AGE', `')dnl
_opt(`MaxQueueRunSize', `confMAX_QUEUE_RUN_SIZE', `0')dnl
_opt(`FastSplit', `confFAST_SPLIT', `1')dnl
_opt(`SharedMemoryKey', `confSHARED_MEMORY_KEY', `0')dnl
_opt(`SharedMemoryKeyFile', `confSHARED_MEMORY_KEY_FILE', `')dnl

# time limits (RFC 5321 4.5.3.2 and others)
_opt(`Timeout.initial', `confTO_INITIAL', `5m')dnl
_opt(`Timeout.connect', `confTO_CONNECT', `5m')dnl
_opt(`Timeout.aconnect', `confTO_ACONNECT', `0s')dnl
_opt(`Timeout.iconnect', `confTO_ICONNECT', `5m')dnl
_opt(`Timeout.helo', `confTO_HELO', `5m')dnl
_opt(`Timeout.mail', `confTO_MAIL', `10m')dnl
_opt(`Timeout.rcpt', `confTO_RCPT', `1h')dnl
_opt(`Timeout.datainit', `confTO_DATAINIT', `5m')dnl
_opt(`Timeout.datablock', `confTO_DATABLOCK', `1h')dnl
_opt(`Timeout.datafinal', `confTO_DATAFINAL', `1h')dnl
_opt(`Timeout.rset', `confTO_RSET', `5m')dnl
_opt(`Timeout.quit', `confTO_QUIT', `2m')dnl
_opt(`Timeout.misc', `confTO_MISC', `2m')dnl
_opt(`Timeout.command', `confTO_COMMAND', `1h')dnl
_opt(`Timeout.ident', `confTO_IDENT', `5s')dnl
_opt(`Timeout.fileopen', `confTO_FILEOPEN', `60s')dnl
_opt(`Timeout.control', `confTO_CONTROL', `2m')dnl
_opt(`Timeout.queuereturn', `confTO_QUEUERETURN', `5d')dnl
_opt(`Timeout.queuereturn.normal', `confTO_QUEUERETURN_NORMAL', `5d')dnl
_opt(`Timeout.queuereturn.urgent', `confTO_QUEUERETURN_URGENT', `2d')dnl
_opt(`Timeout.queuereturn.non-urgent', `confTO_QUEUERETURN_NONURGENT', `7d')dnl
_opt(`Timeout.queuereturn.dsn', `confTO_QUEUERETURN_DSN', `5d')dnl
_opt(`Timeout.queuewarn', `confTO_QUEUEWARN', `4h')dnl
_opt(`Timeout.queuewarn.normal', `confTO_QUEUEWARN_NORMAL', `4h')dnl
_opt(`Timeout.queuewarn.urgent', `confTO_QUEUEWARN_URGENT', `1h')dnl
_opt(`Timeout.queuewarn.non-urgent', `confTO_QUEUEWARN_NONURGENT', `12h')dnl
_opt(`Timeout.queuewarn.dsn', `confTO_QUEUEWARN_DSN', `4h')dnl
_opt(`Timeout.hoststatus', `confTO_HOSTSTATUS', `30m')dnl
_opt(`Timeout.resolver.retrans', `confTO_RESOLVER_RETRANS', `5s')dnl
_opt(`Timeout.resolver.retrans.first', `confTO_RESOLVER_RETRANS_FIRST', `5s')dnl
_opt(`Timeout.resolver.retrans.normal', `confTO_RESOLVER_RETRANS_NORMAL', `5s')dnl
_opt(`Timeout.resolver.retry', `confTO_RESOLVER_RETRY', `4')dnl
_opt(`Timeout.resolver.retry.first', `confTO_RESOLVER_RETRY_FIRST', `4')dnl
_opt(`Timeout.resolver.retry.normal', `confTO_RESOLVER_RETRY_NORMAL', `4')dnl
_opt(`Timeout.lhlo', `confTO_LHLO', `2m')dnl
_opt(`Timeout.auth', `confTO_AUTH', `10m')dnl
_opt(`Timeout.starttls', `confTO_STARTTLS', `1h')dnl

# delivery details
_opt(`DeliverByMin', `confDELIVER_BY_MIN', `0')dnl
_opt(`DontPruneRoutes', `confDONT_PRUNE_ROUTES', `False')dnl
ifdef(`STATUS_FILE', `O StatusFile=STATUS_FILE', `#O StatusFile=')
_opt(`SuperSafe', `confSAFE_QUEUE', `True')dnl
ifelse(confTIME_ZONE, `USE_SYSTEM', `#O TimeZoneSpec=', confTIME_ZONE, `USE_TZ', `O TimeZoneSpec=', `O TimeZoneSpec=confTIME_ZONE')
_opt(`DefaultUser', `confDEF_USER_ID', `mailnull')dnl
_opt(`UserDatabaseSpec', `confUSERDB_SPEC', `MAIL_SETTINGS_DIR`'userdb')dnl
_opt(`FallbackMXhost', `confFALLBACK_MX', `fall.back.host.net')dnl
_opt(`FallbackSmartHost', `confFALLBACK_SMARTHOST', `fall.back.host.net')dnl
_opt(`TryNullMXList', `confTRY_NULL_MX_LIST', `False')dnl

# load limits
_opt(`QueueLA', `confQUEUE_LA', `8')dnl
_opt(`RefuseLA', `confREFUSE_LA', `12')dnl
_opt(`RejectLogInterval', `confREJECT_LOG_INTERVAL', `3h')dnl
_opt(`DelayLA', `confDELAY_LA', `0')dnl
_opt(`MaxDaemonChildren', `confMAX_DAEMON_CHILDREN', `0')dnl
_opt(`ConnectionRateThrottle', `confCONNECTION_RATE_THROTTLE', `0')dnl
_opt(`ConnectionRateWindowSize', `confCONNECTION_RATE_WINDOW_SIZE', `60s')dnl
_opt(`RecipientFactor', `confWORK_RECIPIENT_FACTOR', `30000')dnl
_opt(`ForkEachJob', `confSEPARATE_PROC', `False')dnl
_opt(`ClassFactor', `confWORK_CLASS_FACTOR', `1800')dnl
_opt(`RetryFactor', `confWORK_TIME_FACTOR', `90000')dnl

# surroundings
_opt(`DefaultCharSet', `confDEF_CHAR_SET', `unknown-8bit')dnl
_opt(`ServiceSwitchFile', `confSERVICE_SWITCH_FILE', `MAIL_SETTINGS_DIR`'service.switch')dnl
_opt(`HostsFile', `confHOSTS_FILE', `/etc/hosts')dnl
_opt(`DialDelay', `confDIAL_DELAY', `0s')dnl
_opt(`NoRecipientAction', `confNO_RCPT_ACTION', `none')dnl
_opt(`SafeFileEnvironment', `confSAFE_FILE_ENV', `')dnl
_opt(`ColonOkInAddr', `confCOLON_OK_IN_ADDR', `True')dnl
_opt(`DontExpandCnames', `confDONT_EXPAND_CNAMES', `False')dnl

# what we say
_opt(`SmtpGreetingMessage', `confSMTP_LOGIN_MSG', `$j Sendmail $v ready at $b')dnl
_opt(`UnixFromLine', `confFROM_LINE', `From $g $d')dnl
_opt(`SingleLineFromHeader', `confSINGLE_LINE_FROM_HEADER', `False')dnl
_opt(`AllowBogusHELO', `confALLOW_BOGUS_HELO', `False')dnl
_opt(`MustQuoteChars', `confMUST_QUOTE_CHARS', `.')dnl
_opt(`OperatorChars', `confOPERATORS', `.:@[]')dnl

# users and files
_opt(`DontInitGroups', `confDONT_INIT_GROUPS', `False')dnl
ifdef(`confUNSAFE_GROUP_WRITES', `_complain(`WARNING: confUNSAFE_GROUP_WRITES is deprecated; use confDONT_BLAME_SENDMAIL.')O UnsafeGroupWrites=confUNSAFE_GROUP_WRITES', `#O UnsafeGroupWrites=True')
_opt(`DoubleBounceAddress', `confDOUBLE_BOUNCE_ADDRESS', `postmaster')dnl
_opt(`SoftBounce', `confSOFT_BOUNCE', `False')dnl
_opt(`DeadLetterDrop', `confDEAD_LETTER_DROP', `/var/tmp/dead.letter')dnl
_opt(`RunAsUser', `confRUN_AS_USER', `sendmail')dnl

# limits and locations
_opt(`MaxRecipientsPerMessage', `confMAX_RCPTS_PER_MESSAGE', `0')dnl
_opt(`BadRcptThrottle', `confBAD_RCPT_THROTTLE', `0')dnl
_opt(`DontProbeInterfaces', `confDONT_PROBE_INTERFACES', `False')dnl
_opt(`RrtImpliesDsn', `confRRT_IMPLIES_DSN', `False')dnl
_opt(`ConnectOnlyTo', `confCONNECT_ONLY_TO', `0.0.0.0')dnl
ifdef(`confHELO_NAME', `O HeloName=confHELO_NAME', `#O HeloName=')
_opt(`TrustedUser', `confTRUSTED_USER', `root')dnl
_opt(`ControlSocketName', `confCONTROL_SOCKET_NAME', `/var/spool/mqueue/.control')dnl
_opt(`MaxMimeHeaderLength', `confMAX_MIME_HEADER_LENGTH', `0/0')dnl
_opt(`MaxHeadersLength', `confMAX_HEADERS_LENGTH', `32768')dnl
_opt(`MaxAliasRecursion', `confMAX_ALIAS_RECURSION', `10')dnl
_opt(`PidFile', `confPID_FILE', `/var/run/sendmail.pid')dnl
_opt(`ProcessTitlePrefix', `confPROCESS_TITLE_PREFIX', `prefix')dnl

# buffers
_opt(`DataFileBufferSize', `confDF_BUFFER_SIZE', `4096')dnl
_opt(`XscriptFileBufferSize', `confXF_BUFFER_SIZE', `4096')dnl
_opt(`MailboxDatabase', `confMAILBOX_DATABASE', `pw')dnl
_opt(`RequiresDirfsync', `confREQUIRES_DIR_FSYNC', `true')dnl
_opt(`UseCompressedIPv6Addresses', `confUSE_COMPRESSED_IPV6_ADDRESSES', `')dnl

# SMTP AUTH
_opt(`AuthMechanisms', `confAUTH_MECHANISMS', `EXTERNAL GSSAPI KERBEROS_V4 DIGEST-MD5 CRAM-MD5')dnl
_opt(`AuthRealm', `confAUTH_REALM', `')dnl
_opt(`DefaultAuthInfo', `confDEF_AUTH_INFO', `MAIL_SETTINGS_DIR`'default-auth-info')dnl
_opt(`AuthOptions', `confAUTH_OPTIONS', `')dnl
_opt(`AuthMaxBits', `confAUTH_MAX_BITS', `')dnl

# STARTTLS
_opt(`TLSSrvOptions', `confTLS_SRV_OPTIONS', `')dnl
_opt(`CipherList', `confCIPHER_LIST', `')dnl
_opt(`ServerSSLOptions', `confSERVER_SSL_OPTIONS', `')dnl
_opt(`ClientSSLOptions', `confCLIENT_SSL_OPTIONS', `')dnl
_opt(`SSLEngine', `confSSL_ENGINE', `')dnl
_opt(`SSLEnginePath', `confSSL_ENGINE_PATH', `')dnl
_opt(`TLSFallbacktoClear', `confTLS_FALLBACK_TO_CLEAR', `')dnl
include(_CF_DIR_`'m4/milters.m4)dnl

# certificates and keys
_opt(`CACertPath', `confCACERT_PATH', `')dnl
_opt(`CACertFile', `confCACERT', `')dnl
_opt(`ServerCertFile', `confSERVER_CERT', `')dnl
_opt(`ServerKeyFile', `confSERVER_KEY', `')dnl
_opt(`ClientCertFile', `confCLIENT_CERT', `')dnl
_opt(`ClientKeyFile', `confCLIENT_KEY', `')dnl
_opt(`CRLFile', `confCRL', `')dnl
_opt(`CRLPath', `confCRL_PATH', `')dnl
_opt(`DHParameters', `confDH_PARAMETERS', `')dnl
_opt(`RandFile', `confRAND_FILE', `')dnl
_opt(`CertFingerprintAlgorithm', `confCERT_FINGERPRINT_ALGORITHM', `')dnl
_opt(`DANE', `confDANE', `false')dnl
_feature_options_`'dnl
_opt(`MaxNOOPCommands', `confMAX_NOOP_COMMANDS', `20')dnl
_opt(`RejectNUL', `confREJECT_NUL', `false')dnl
