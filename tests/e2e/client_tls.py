#!/usr/bin/env python3
"""STARTTLS as a client, and what the options and rulesets about it change, as sendmail 8.17 was seen to do it."""
import re
import smtplib
import ssl

from lib.pki import Authority
from lib.sink import Sink
from lib.site import Site

RULES = """\
LOCAL_TRY_TLS
R$*\t\t\t$: {try_tls}
LOCAL_TLS_SERVER
R$*\t\t\t$: {tls_server}
LOCAL_TLS_RCPT
R$* secret @ $*\t\t$#error $@ 5.7.1 $: "550 5.7.1 not in the clear"
R$* later @ $*\t\t$#error $@ 4.7.1 $: "450 4.7.1 not now"
"""
SEEN = '$#error $@ 4.7.9 $: "450 4.7.9 seen "$&{verify}" "$&{cert_fp} $&{cert_md5}'
NO_TLS = '$#error $@ 5.7.1 $: "550 5.7.1 do not try"'
DEFERRED = 'dsn=4.7.0, stat=Deferred: 454 4.7.0 '


def configure(site, authority, options, try_tls='$1', tls_server='$1'):
    rules = RULES.format(try_tls=try_tls, tls_server=tls_server)
    site.configure('define(`confLOG_LEVEL\', `12\')dnl', local=f'O CACertFile={authority.cert}\n{options}\n{rules}')


def send(site, *recipients):
    """The log of one attempt to send."""
    text = 'Subject: x\n\nhello\n'
    return site.sendmail('--one-process', '-bm', '-odi', '-f', 'lee@example.test', *recipients, text=text, check=False).stderr


with Site() as site:
    authority = Authority(site.dir / 'pki')
    certificate = authority.issue('sink.test')
    clean, revoked = authority.crl_folder(), authority.crl_folder(certificate)
    sha256, md5 = (authority.fingerprint(certificate, name) for name in ('sha256', 'md5'))
    accepts = dict(certificate=certificate)
    breaks = dict(certificate=certificate, breaks_tls=True)
    refuses = lambda reply: dict(certificate=certificate, replies={'STARTTLS': reply})
    cases = [  # what, options, sink, rulesets, log lines, commands that the sink hears
        ('plain sailing', '', accepts, {}, ['version=TLSv1.3, verify=OK, cipher=', 'cert-subject=/CN=sink.test, '
         'cert-issuer=/O=Test/CN=Test+20CA, verifymsg=ok', 'stat=Sent (kept)'], 'EHLO STARTTLS EHLO MAIL RCPT DATA QUIT'),
        ('ClientSSLOptions', 'O ClientSSLOptions=+SSL_OP_NO_TLSv1_3', accepts, {}, ['version=TLSv1.2, verify=OK'],
         'EHLO STARTTLS EHLO MAIL RCPT DATA QUIT'),
        ('nothing revoked', f'O CRLPath={clean}', accepts, {}, ['verify=OK, cipher='], None),
        ('no list is no objection', 'O CRLPath=/nonexistent', accepts, {}, ['verify=OK, cipher=', 'verifymsg=ok'], None),
        ('revoked', f'O CRLPath={revoked}', accepts, {}, ['verify=FAIL, cipher=', 'verifymsg=certificate revoked'], None),
        ('MD5 is the default', '', accepts, {'tls_server': SEEN}, [f'arg1=OK, relay=[127.0.0.1], reject=450 4.7.9 seen OK {md5}'],
         'EHLO STARTTLS QUIT'),
        ('CertFingerprintAlgorithm', 'O CertFingerprintAlgorithm=sha256', accepts, {'tls_server': SEEN},
         [f'reject=450 4.7.9 seen OK {sha256}', 'dsn=4.7.9, stat=Deferred: 450 4.7.9 seen OK'], None),
        ('an algorithm that there is none', 'O CertFingerprintAlgorithm=nonsense', accepts, {},
         ['STARTTLS=init, CertFingerprintAlgorithm=nonsense, status=invalid', 'stat=Sent (kept)'], 'EHLO MAIL RCPT DATA QUIT'),
        ('try_tls refuses', '', accepts, {'try_tls': NO_TLS},
         ['ruleset=try_tls, arg1=[127.0.0.1], relay=[127.0.0.1], reject=550 5.7.1 kim@remote.test... do not try',
          'stat=Sent (kept)'], 'EHLO MAIL RCPT DATA QUIT'),
        ('a handshake that fails', '', breaks, {},
         ['STARTTLS=client, error: connect failed=-1, reason=',
          'ruleset=tls_server, arg1=SOFTWARE, relay=[127.0.0.1], reject=454 4.7.0 TLS handshake failed.',
          DEFERRED + 'TLS handshake failed.'], 'EHLO STARTTLS'),
        ('TLSFallbacktoClear', 'O TLSFallbacktoClear=true', breaks, {}, ['arg1=SOFTWARE', 'stat=Sent (kept)'],
         'EHLO STARTTLS EHLO MAIL RCPT DATA QUIT'),
        ('a ruleset that minds the clear', 'O TLSFallbacktoClear=true', breaks, {'tls_server': SEEN},
         ['arg1=SOFTWARE', 'arg1=CLEAR', 'stat=Deferred: 450 4.7.9 seen CLEAR'], 'EHLO STARTTLS EHLO QUIT'),
        ('TLSFallbacktoClear is for handshakes', 'O TLSFallbacktoClear=true', refuses('454 4.3.0 no'), {'tls_server': SEEN},
         ['stat=Deferred: 450 4.7.9 seen TEMP'], 'EHLO STARTTLS QUIT'),
        ('refused for now', '', refuses('454 4.3.0 no'), {}, ['stat=Sent (kept)'], 'EHLO STARTTLS MAIL RCPT DATA QUIT'),
        ('refused for good', '', refuses('500 5.5.1 what'), {'tls_server': SEEN}, ['seen NONE'], 'EHLO STARTTLS QUIT'),
        ('not SMTP', '', refuses('334 what'), {}, ['arg1=PROTOCOL', DEFERRED + 'STARTTLS failed.'], 'EHLO STARTTLS QUIT'),
        ('not offered', '', {}, {'tls_server': SEEN}, ['seen NONE'], 'EHLO QUIT'),
    ]
    for what, options, server, rulesets, lines, commands in cases:
        configure(site, authority, options, **rulesets)
        with Sink(site.sink_port, **server) as sink:
            log = send(site, 'kim@remote.test')
            for line in lines:
                assert line in log, (what, line, log)
            heard = ' '.join(re.split('[ :]', command)[0] for command in sink.commands)
            assert commands in (None, heard), (what, heard)
        for queued in site.queue_files():
            (site.dir / 'mqueue' / queued).unlink()

    configure(site, authority, '')
    with Sink(site.sink_port, **accepts) as sink:
        log = send(site, 'kim@remote.test', 'secret@remote.test', 'later@remote.test')
        assert [line.split(' NOTIFY')[0] for line in sink.messages[0][1]] == ['RCPT To:<kim@remote.test>'], sink.messages
        assert 'ruleset=tls_rcpt, arg1=secret@remote.test, relay=[127.0.0.1], ' \
            'reject=550 5.7.1 secret@remote.test... not in the clear' in log, log
        assert re.search(r'to=secret@remote.test, .*dsn=5\.5\.2, stat=Data format error', log), log
        assert re.search(r'to=later@remote.test, .*dsn=4\.2\.0, stat=Deferred$', log, re.M), log

    # The other side of it: what our server's sessions may be.
    server_options = f'O ServerCertFile={certificate.cert}\nO ServerKeyFile={certificate.key}\n'
    configure(site, authority, server_options + 'O ServerSSLOptions=SSL_OP_NO_TLSv1_3')
    site.start()
    context = ssl.create_default_context(cafile=str(authority.cert))
    context.check_hostname = False
    with site.smtp() as client:
        client.starttls(context=context)
        assert client.sock.version() == 'TLSv1.2', client.sock.version()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        with site.smtp() as client:
            client.starttls(context=context)
        raise AssertionError('TLS 1.3 was agreed upon')
    except (ssl.SSLError, smtplib.SMTPServerDisconnected, ConnectionError):
        pass
    site.wait_for_log('STARTTLS=server, error: accept failed=-1, reason=')
