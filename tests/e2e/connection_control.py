#!/usr/bin/env python3
"""Rates of connections reach the rules, BadRcptShutdown ends a session, RejectNUL refuses a message, MaxDaemonChildren
refuses connections and says when that is over."""
import socket

from lib.sink import Sink
from lib.site import Site, wait_until

CONFIG = """\
LOCAL_CONFIG
O ConnectionRateWindowSize=10m
O BadRcptShutdown=2
O RejectNUL=true
HX-Rate: ${client_rate} ${total_rate} ${client_connections}
"""


def is_refused(site):
    """Whether a new connection is closed without a greeting."""
    with socket.create_connection(('127.0.0.1', site.port), 20) as client:
        return client.recv(4) == b''


with Site(CONFIG) as site, Sink(site.sink_port) as sink:
    site.start()  # asks for the port once: a connection of 127.0.0.1
    site.wait_for_log('[127.0.0.1] did not issue MAIL')
    with site.smtp('127.0.0.7') as other:
        other.ehlo()
        site.send('lee@remote.test', ['kim@remote.test'], 'Subject: x\n\nfirst\n')
    wait_until(lambda: sink.messages, 'the message')
    assert sink.messages[0][2].startswith('X-Rate: 2 3 1\n'), sink.messages

    with site.smtp() as client:
        client.ehlo()
        client.docmd('MAIL FROM:<lee@remote.test>')
        for name in ('nosuchuser', 'nosuchuser2'):
            assert client.docmd(f'RCPT TO:<{name}@example.test>')[0] == 550
        code, text = client.docmd(f'RCPT TO:<{site.user}@example.test>')
        assert (code, text) == (421, b'4.7.0 mail.example.test Too many bad recipients; closing connection'), text
        client.close()
    site.wait_for_log('Possible SMTP RCPT flood, shutting down connection.')

    with site.smtp() as client:
        client.ehlo()
        client.docmd('MAIL FROM:<lee@remote.test>')
        client.docmd('RCPT TO:<kim@remote.test>')
        code, text = client.data('Subject: x\n\na\0b\n')
        assert (code, text) == (554, b'5.6.1 NUL byte not allowed'), text
    site.wait_for_log('stat=NUL byte not allowed')

with Site("define(`confMAX_DAEMON_CHILDREN', `1')dnl") as site:
    site.start()
    site.wait_for_log('[127.0.0.1] did not issue MAIL')
    with site.smtp() as client:
        client.ehlo()
        assert is_refused(site)
        site.wait_for_log('rejecting connections on daemon MTA: 1 children, max 1')
    wait_until(lambda: not is_refused(site), 'the port to be open again')
    site.wait_for_log('accepting connections again for daemon MTA')
