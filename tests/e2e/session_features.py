#!/usr/bin/env python3
"""What a client is offered depends on who it is: srv_features (access map Srv_Features:) and greet_pause for clients, and
clt_features (Clt_Features:) and ClientPortOptions for servers, as sendmail 8.17 was seen to do it."""
import socket

from lib.pki import Authority
from lib.sink import Sink
from lib.site import Site

# Letters, what EHLO has then and has not.
OFFERED = [
    ('', ['PIPELINING', 'ETRN', 'STARTTLS', 'AUTH'], []),
    ('S', ['PIPELINING', 'ETRN', 'AUTH'], ['STARTTLS']),
    ('S A P', ['ETRN'], ['STARTTLS', 'AUTH', 'PIPELINING']),
    ('V E', ['PIPELINING', 'STARTTLS', 'AUTH'], ['ETRN']),
]
# ClientPortOptions, letters of clt_features, what the server hears.
USED = [
    ('', '', ['EHLO', 'STARTTLS', 'EHLO', 'AUTH', 'MAIL']),
    ('M=AS', '', ['EHLO', 'MAIL']),
    ('M=S', '', ['EHLO', 'AUTH', 'MAIL']),
    ('', 'A', ['EHLO', 'STARTTLS', 'EHLO', 'MAIL']),
    ('', 'A S', ['EHLO', 'MAIL']),
    ('M=S', 'a A', ['EHLO', 'MAIL']),
    ('', 'temp', []),
]
INFO = 'AuthInfo:127.0.0.1\t"U:joe" "P:secret" "M:PLAIN"\n'


with Site() as site:
    certificate = Authority(site.dir / 'pki').issue('mail.example.test')
    site.configure(local=f'O ServerCertFile={certificate.cert}\nO ServerKeyFile={certificate.key}')
    site.start()
    for letters, present, absent in OFFERED:
        site.makemap('access', f'Srv_Features:127.0.0.1\t{letters}\n' if letters else '')
        with site.smtp() as client:
            client.ehlo()
            for name in present + absent:
                assert client.has_extn(name) == (name in present), (letters, name, client.esmtp_features)
    site.stop()

    site.configure("FEATURE(`greet_pause', `5000')dnl")
    site.start()
    with socket.create_connection(('127.0.0.1', site.port), 20) as impatient:
        impatient.sendall(b'EHLO client.test\r\n')
        assert impatient.recv(1000).startswith(b'554 '), 'who talks before the greeting'
    site.stop()

    for port, letters, expected in USED:
        site.configure(local=f'O ClientPortOptions=Family=inet,{port}' if port else '')
        site.makemap('access', INFO + (f'Clt_Features:\t{letters}\n' if letters else ''))
        with Sink(site.sink_port, certificate=certificate, auth={'PLAIN': ['235 ok']}) as sink:
            log = site.sendmail('--one-process', '-bm', '-odi', '-f', 'lee@example.test', 'kim@remote.test', text='x\n',
                                check=False).stderr
        heard = [command.split(' ')[0] for command in sink.commands]
        assert heard[:len(expected)] == expected and ('MAIL' in heard) == ('MAIL' in expected), (port, letters, sink.commands)
        if letters == 'temp':
            assert 'clt_features=TEMPFAIL, host=[127.0.0.1], status=skipped' in log, log
            assert 'relay=[127.0.0.1], dsn=4.0.0, stat=Deferred: clt_features=TEMPFAIL' in log, log
